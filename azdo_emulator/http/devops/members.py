"""Lists of the organisation's members, and how many of which licence they have."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from azdo_emulator.http.devops import entitlement_filter, pages
from azdo_emulator.http.devops.call import AnyContext, Context
from azdo_emulator.http.devops.entitlement_bodies import access_level, entitlement_bodies
from azdo_emulator.http.devops.pages import Continuation
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.conditions import one_of
from azdo_emulator.model.devops import entitlements, errors, group_entitlements, licences, projects
from azdo_emulator.model.devops.entitlements import ORDERS, Entitlement, Place
from azdo_emulator.model.devops.licences import LicenceSummary

router = APIRouter(route_class=DevOpsRoute, tags=["memberentitlementmanagement"])

PAGE = 100
"""Members on a page."""

Filter = Annotated[str, Query(alias="$filter")]
OrderBy = Annotated[str, Query(alias="$orderBy", pattern=rf"(?i)^(({'|'.join(ORDERS)})( (asc|desc))?)?$")]


@router.get("/{organization}/_apis/userentitlements")
async def search_user_entitlements(
    context: AnyContext,
    continuation: Continuation = "",
    select: str = "",
    filter: Filter = "",
    order_by: OrderBy = "",
) -> JSONResponse:
    """GET _apis/userentitlements: a page of 100 people who fit.

    Simplified: nobody signs in, so that the order of the last access is that of joining.
    """
    return _page(context, "user", ("user",), continuation, select, filter, order_by)


@router.get("/{organization}/_apis/memberentitlements")
async def search_member_entitlements(
    context: AnyContext,
    continuation: Continuation = "",
    select: str = "",
    filter: Filter = "",
    order_by: OrderBy = "",
) -> JSONResponse:
    """GET _apis/memberentitlements: a page of 100 people and service principals who fit.

    Not seen live: its filter, here that of the people alone.
    """
    kinds = ("user", "servicePrincipal")
    return _page(context, "member", kinds, continuation, select, filter, order_by)


@router.get("/{organization}/_apis/userentitlementsummary")
async def get_users_summary(context: AnyContext, select: str = "") -> JSONResponse:
    """GET _apis/userentitlementsummary: licences, access levels, projects and groups.

    Not seen live: whether `assigned` counts service principals. Here it does, since each needs a seat.
    """
    wanted = {word.strip().lower() for word in select.split(",")} - {""}
    with context.read() as call:
        found = licences.get_user_entitlement_summary(call.session, call.organization)
        parts = {
            "licenses": [_licence(line) for line in found if line.account_license_type != "none"],
            "accesslevels": [_level(line) for line in found if line.account_license_type != "none"],
            "projects": [
                {"id": project.project_id, "name": project.name}
                for project in projects.list_projects(call.session, call.organization)
            ],
            "groups": [
                {
                    "group": {"groupType": "custom", "displayName": rule.group.name},
                    "accessLevel": access_level(rule.account_license_type, rule.licensing_source),
                }
                for rule in group_entitlements.list_group_entitlements(call.session, call.organization)
            ],
        }
    given = {name: values if not wanted or name in wanted else [] for name, values in parts.items()}
    return JSONResponse(
        {
            "licenses": given["licenses"],
            "availableAccessLevels": given["accesslevels"],
            "defaultAccessLevel": access_level("stakeholder", "account", "none"),
            "groupOptions": given["groups"],
            "projectRefs": given["projects"],
            "extensions": [],
        }
    )


def _page(
    context: Context,
    name: str,
    kinds: tuple[str, ...],
    continuation: str,
    select: str,
    filter: str,
    order_by: str,
) -> JSONResponse:
    column, _, way = order_by.partition(" ")
    order = next((known for known in ORDERS if known.lower() == column.lower()), "name")
    wanted = entitlement_filter.condition(filter)
    with context.read() as call:
        found = entitlements.page_of_entitlements(
            call.session,
            call.organization,
            one_of("subjects.kind", kinds) & wanted,
            order=order,
            descending=way.lower() == "desc",
            after=_place(continuation),
            limit=PAGE + 1,
        )
        bodies = entitlement_bodies(
            call, found[:PAGE], name, with_projects="projects" in select.lower().split(",")
        )
        total = entitlements.count_entitlements(call.session, call.organization, kinds, wanted)
    more = _token(order, found[PAGE - 1]) if len(found) > PAGE else ""
    # The service itself gives them under both names.
    return JSONResponse({"members": bodies, "items": bodies, "continuationToken": more, "totalCount": total})


def _place(continuation: str) -> Place | None:
    if not continuation:
        return None
    value, separator, storage_key = pages.key(continuation).rpartition("\n")
    if not separator:
        raise errors.continuation_token_not_valid()
    return Place(value, storage_key)


def _token(order: str, last: Entitlement) -> str:
    value = last.subject.display_name if order == "name" else last.created_at
    return pages.token(f"{value}\n{last.subject.storage_key}")


def _licence(line: LicenceSummary) -> dict[str, Any]:
    total = max(line.assigned, line.included)
    return {
        "licenseName": line.name,
        "accountLicenseType": line.account_license_type,
        "msdnLicenseType": "none",
        "gitHubLicenseType": "none",
        "source": "account",
        "assigned": line.assigned,
        "available": total - line.assigned,
        "includedQuantity": line.included,
        "total": total,
        "disabled": 0,
        "isPurchasable": line.monthly_usd > 0,
        "msdnExpired": 0,
        "nextBillingDate": None,
        "totalAfterNextBillingDate": total,
    }


def _level(line: LicenceSummary) -> dict[str, Any]:
    return access_level(line.account_license_type, "account", "none")
