"""User-assigned managed identities."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.arm.pages import PAGE, listed
from azdo_emulator.http.arm.putting import status_of_put
from azdo_emulator.http.route import Route
from azdo_emulator.model.azure import identities
from azdo_emulator.model.azure.identities import TYPE, UserAssignedIdentity
from azdo_emulator.model.azure.resource_groups import resource_group_id

OF_GROUP = "/subscriptions/{subscription_id}/resourcegroups/{resource_group}/providers/" + TYPE
IDENTITY = OF_GROUP + "/{name}"

router = APIRouter(route_class=Route, tags=["managed identities"])


class Wanted(BaseModel):
    """What a caller says of a managed identity."""

    location: str | None = None
    tags: dict[str, str] | None = None


@router.get("/subscriptions/{subscription_id}/providers/" + TYPE)
async def user_assigned_identities_list_by_subscription(
    context: AnyContext, subscription_id: str
) -> JSONResponse:
    """GET /subscriptions/{id}/providers/.../userAssignedIdentities: a page of them."""
    with context.read() as call:
        call.require(f"{TYPE}/read", f"/subscriptions/{subscription_id}")
        found = identities.user_assigned_identities_list(
            call.session, subscription_id, after=context.after, limit=PAGE + 1
        )
    return listed(context, found, _body)


@router.get(OF_GROUP)
async def user_assigned_identities_list_by_resource_group(
    context: AnyContext, subscription_id: str, resource_group: str
) -> JSONResponse:
    """GET .../resourceGroups/{resource_group}/providers/.../userAssignedIdentities: a page of them."""
    with context.read() as call:
        call.require(f"{TYPE}/read", resource_group_id(subscription_id, resource_group))
        found = identities.user_assigned_identities_list(
            call.session, subscription_id, resource_group, context.after, PAGE + 1
        )
    return listed(context, found, _body)


@router.get(IDENTITY)
async def user_assigned_identities_get(
    context: AnyContext, subscription_id: str, resource_group: str, name: str
) -> JSONResponse:
    """GET .../userAssignedIdentities/{name}."""
    with context.read() as call:
        call.require(f"{TYPE}/read", identity_id(subscription_id, resource_group, name))
        found = identities.user_assigned_identities_get(call.session, subscription_id, resource_group, name)
    return JSONResponse(_body(found))


@router.put(IDENTITY)
async def user_assigned_identities_create_or_update(
    context: AnyContext, subscription_id: str, resource_group: str, name: str, wanted: Wanted
) -> JSONResponse:
    """PUT .../userAssignedIdentities/{name}: 201 for a new one; Entra makes its service principal."""
    place = (subscription_id, resource_group, name)
    with context.write() as call:
        call.require(f"{TYPE}/write", identity_id(*place))
        status = status_of_put(identities.user_assigned_identities_get, call.session, *place)
        made = identities.user_assigned_identities_create_or_update(
            call.session, *place, location=wanted.location, tags=wanted.tags
        )
    return JSONResponse(_body(made), status)


@router.patch(IDENTITY)
async def user_assigned_identities_update(
    context: AnyContext, subscription_id: str, resource_group: str, name: str, change: Wanted
) -> JSONResponse:
    """PATCH .../userAssignedIdentities/{name}. Simplified: of tags alone; it stays where it is."""
    with context.write() as call:
        call.require(f"{TYPE}/write", identity_id(subscription_id, resource_group, name))
        made = identities.user_assigned_identities_update(
            call.session, subscription_id, resource_group, name, tags=change.tags
        )
    return JSONResponse(_body(made))


@router.delete(IDENTITY)
async def user_assigned_identities_delete(
    context: AnyContext, subscription_id: str, resource_group: str, name: str
) -> Response:
    """DELETE .../userAssignedIdentities/{name}: 204 where there is none."""
    with context.write() as call:
        call.require(f"{TYPE}/delete", identity_id(subscription_id, resource_group, name))
        was_there = identities.user_assigned_identities_delete(
            call.session, subscription_id, resource_group, name
        )
    return Response(status_code=200 if was_there else 204)


def identity_id(subscription_id: str, resource_group: str, name: str) -> str:
    """The id of a managed identity, also of one that there is not."""
    return f"{resource_group_id(subscription_id, resource_group)}/providers/{TYPE}/{name}"


def _body(identity: UserAssignedIdentity) -> dict[str, Any]:
    return {
        "id": identity.id,
        "name": identity.name,
        "type": TYPE,
        "location": identity.location,
        "tags": dict(identity.tags),
        "properties": {
            "tenantId": identity.tenant_id,
            "principalId": identity.principal_id,
            "clientId": identity.client_id,
        },
    }
