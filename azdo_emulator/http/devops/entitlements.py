"""Members of the organisation: people and service principals, each with an access level."""

from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.devops import entitlement_changes as changes
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.entitlement_bodies import GivenEntitlement, Result
from azdo_emulator.http.devops.entitlement_changes import SERVICE_PRINCIPAL, USER, Kind
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops.entitlements import Entitlement

router = APIRouter(route_class=DevOpsRoute, tags=["memberentitlementmanagement"])

USERS = "/{organization}/_apis/userentitlements"
SERVICE_PRINCIPALS = "/{organization}/_apis/serviceprincipalentitlements"


@router.post(SERVICE_PRINCIPALS)
async def add_service_principal_entitlement(context: AnyContext, given: GivenEntitlement) -> JSONResponse:
    """POST _apis/serviceprincipalentitlements: 200 also where it fails.

    Not seen live: the whole body of a failure, and what happens to one who is a member already.
    """
    return _add(context, SERVICE_PRINCIPAL, given)


@router.get(SERVICE_PRINCIPALS + "/{storage_key}")
async def get_service_principal_entitlement(context: AnyContext, storage_key: str) -> JSONResponse:
    """GET _apis/serviceprincipalentitlements/{storage key}.

    Not seen live: what the service answers about one who has left.
    """
    return _get(context, SERVICE_PRINCIPAL, storage_key)


@router.patch(SERVICE_PRINCIPALS + "/{storage_key}")
async def update_service_principal_entitlement(
    context: AnyContext, storage_key: str, given: list[Change]
) -> JSONResponse:
    """PATCH _apis/serviceprincipalentitlements/{storage key}: the access level, and places in projects."""
    return _update(context, SERVICE_PRINCIPAL, storage_key, given)


@router.delete(SERVICE_PRINCIPALS + "/{storage_key}")
async def delete_service_principal_entitlement(context: AnyContext, storage_key: str) -> Response:
    """DELETE _apis/serviceprincipalentitlements/{storage key}."""
    return _delete(context, SERVICE_PRINCIPAL, storage_key)


@router.patch(SERVICE_PRINCIPALS)
async def update_service_principal_entitlements(context: AnyContext, given: list[Change]) -> JSONResponse:
    """PATCH _apis/serviceprincipalentitlements: changes of several, each with a result of its own."""
    return _update_all(context, SERVICE_PRINCIPAL, given)


@router.post(USERS)
async def add_user_entitlement(context: AnyContext, given: GivenEntitlement) -> JSONResponse:
    """POST _apis/userentitlements: 200 also where it fails."""
    return _add(context, USER, given)


@router.get(USERS + "/{storage_key}")
async def get_user_entitlement(context: AnyContext, storage_key: str) -> JSONResponse:
    """GET _apis/userentitlements/{storage key}."""
    return _get(context, USER, storage_key)


@router.patch(USERS + "/{storage_key}")
async def update_user_entitlement(context: AnyContext, storage_key: str, given: list[Change]) -> JSONResponse:
    """PATCH _apis/userentitlements/{storage key}: the access level, and places in projects."""
    return _update(context, USER, storage_key, given)


@router.delete(USERS + "/{storage_key}")
async def delete_user_entitlement(context: AnyContext, storage_key: str) -> Response:
    """DELETE _apis/userentitlements/{storage key}."""
    return _delete(context, USER, storage_key)


@router.patch(USERS)
async def update_user_entitlements(context: AnyContext, given: list[Change]) -> JSONResponse:
    """PATCH _apis/userentitlements: changes of several, each with a result; an empty path adds one."""
    return _update_all(context, USER, given)


def _add(context: AnyContext, kind: Kind, given: GivenEntitlement) -> JSONResponse:
    with context.write() as call:
        result = changes.attempt(call, kind, partial(changes.add, call, kind, given))
    return _answer(kind, [result], {"operationResult": result.body(kind.id_name)})


def _get(context: AnyContext, kind: Kind, storage_key: str) -> JSONResponse:
    with context.read() as call:
        return JSONResponse(kind.body(call, kind.get(call.session, call.organization, storage_key)))


def _update(context: AnyContext, kind: Kind, storage_key: str, given: list[Change]) -> JSONResponse:
    with context.write() as call:
        results = [
            changes.attempt(
                call,
                kind,
                partial(changes.change, call, kind, storage_key, change, change.steps),
                storage_key,
            )
            for change in given
        ]
    return _answer(kind, results, {"operationResults": [result.body(kind.id_name) for result in results]})


def _delete(context: AnyContext, kind: Kind, storage_key: str) -> Response:
    with context.write() as call:
        changes.remove(call, kind, storage_key)
    return Response(status_code=204)


def _update_all(context: AnyContext, kind: Kind, given: list[Change]) -> JSONResponse:
    with context.write() as call:
        results = [
            changes.attempt(
                call,
                kind,
                partial(_update_one, call, kind, change),
                change.steps[0] or None,
                among_others=True,
            )
            for change in given
        ]
        operation = call.session.new_guid("operation")
    return JSONResponse(
        {
            "id": operation,
            "status": "succeeded" if all(result.refused is None for result in results) else "failed",
            "haveResultsSucceeded": all(result.refused is None for result in results),
            "completed": True,
            "results": [result.body(kind.id_name) for result in results],
        }
    )


def _update_one(call: Call, kind: Kind, change: Change) -> Entitlement | None:
    storage_key, *steps = change.steps
    if not storage_key:
        return changes.add(call, kind, change.read(GivenEntitlement))
    if change.op == "remove" and not steps:
        changes.remove(call, kind, storage_key)
        return None
    return changes.change(call, kind, storage_key, change, steps)


def _answer(kind: Kind, results: list[Result], body: dict[str, Any]) -> JSONResponse:
    succeeded = all(result.refused is None for result in results)
    entitlement = results[-1].entitlement if results and succeeded else None
    return JSONResponse({"isSuccess": succeeded, f"{kind.name}Entitlement": entitlement, **body})
