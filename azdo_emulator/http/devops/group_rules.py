"""Group rules, which the calls name group entitlements: the access level that the members of a group get."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call, Context
from azdo_emulator.http.devops.entitlement_bodies import GivenAccessLevel, GivenMember, Result, access_level
from azdo_emulator.http.devops.graph_bodies import subject_body
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import Refused
from azdo_emulator.model.devops import errors, graph, group_entitlements
from azdo_emulator.model.devops.group_entitlements import GroupEntitlement
from azdo_emulator.model.devops.permissions import ADD_USERS

router = APIRouter(route_class=DevOpsRoute, tags=["memberentitlementmanagement"])

PATH = "/{organization}/_apis/groupentitlements"


class GivenRule(Body):
    """A rule: the group, and the access level of its members."""

    group: GivenMember
    license_rule: GivenAccessLevel = GivenAccessLevel()


@router.get(PATH)
async def get_group_entitlements(context: AnyContext) -> JSONResponse:
    """GET _apis/groupentitlements: all of them, for the service has no pages here."""
    with context.read() as call:
        return listed(
            _bodies(call, group_entitlements.list_group_entitlements(call.session, call.organization))
        )


@router.post(PATH)
async def add_group_entitlement(context: AnyContext, given: GivenRule) -> JSONResponse:
    """POST _apis/groupentitlements: a group of Entra by object id, or a new one by name.

    Simplified: a rule is always applied, never tried (ruleOption).
    """
    group = given.group
    if not group.origin_id and not group.display_name:
        raise errors.creation_context_not_valid()

    def add(call: Call) -> GroupEntitlement:
        return group_entitlements.add_group_entitlement(
            call.session,
            call.organization,
            origin_id=group.origin_id or "",
            display_name=group.display_name or "",
            account_license_type=given.license_rule.account_license_type,
            licensing_source=given.license_rule.licensing_source,
        )

    return _operation(context, add, status=201)


@router.get(PATH + "/{storage_key}")
async def get_group_entitlement(context: AnyContext, storage_key: str) -> JSONResponse:
    """GET _apis/groupentitlements/{storage key}."""
    with context.read() as call:
        found = group_entitlements.get_group_entitlement(call.session, call.organization, storage_key)
        [body] = _bodies(call, [found])
    return JSONResponse(body)


@router.patch(PATH + "/{storage_key}")
async def update_group_entitlement(
    context: AnyContext, storage_key: str, given: list[Change]
) -> JSONResponse:
    """PATCH _apis/groupentitlements/{storage key}: the access level.

    Simplified: a rule puts nobody into projects.
    """

    def update(call: Call) -> GroupEntitlement:
        place = (call.session, call.organization, storage_key)
        for change in given:
            if change.steps[0].lower() != "accesslevel" or change.op == "remove":
                raise errors.change_not_known(change.path)
            level = change.read(GivenAccessLevel)
            group_entitlements.update_group_entitlement(
                *place, level.account_license_type, level.licensing_source
            )
        return group_entitlements.get_group_entitlement(*place)

    return _operation(context, update, storage_key)


@router.delete(PATH + "/{storage_key}")
async def delete_group_entitlement(context: AnyContext, storage_key: str) -> JSONResponse:
    """DELETE _apis/groupentitlements/{storage key}: the group itself stays, if it is Azure DevOps' own."""

    def delete(call: Call) -> None:
        group_entitlements.delete_group_entitlement(call.session, call.organization, storage_key)

    return _operation(context, delete, storage_key)


def _operation(
    context: Context,
    do: Callable[[Call], GroupEntitlement | None],
    storage_key: str | None = None,
    status: int = 200,
) -> JSONResponse:
    try:
        with context.write() as call:
            call.require(ADD_USERS)
            made = do(call)
            [body] = _bodies(call, [made]) if made else [None]
            result = Result(made.group.storage_key if made else storage_key, body)
    except Refused as refused:
        if refused.status != 200:
            raise
        result = Result(storage_key, refused=refused)
    return JSONResponse(
        {
            "id": result.storage_key,
            "status": "failed" if result.refused else "applied",
            "haveResultsSucceeded": not result.refused,
            "completed": True,
            "results": [result.body("groupId")],
        },
        status,
    )


def _bodies(call: Call, rules: Sequence[GroupEntitlement]) -> list[dict[str, Any]]:
    descriptors = [rule.group.descriptor for rule in rules]
    found = {
        subject.descriptor: subject_body(call, subject)
        for subject in graph.lookup_subjects(call.session, call.organization, descriptors)
    }
    return [
        {
            "id": rule.group.storage_key,
            "group": found[rule.group.descriptor],
            "licenseRule": access_level(rule.account_license_type, rule.licensing_source),
            "extensionRules": [],
            "projectEntitlements": [],
            "members": [],
            "status": "applied",
            "lastExecuted": None,
        }
        for rule in rules
    ]
