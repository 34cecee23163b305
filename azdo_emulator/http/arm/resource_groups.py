"""Resource groups."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.arm.operations import over_or_running
from azdo_emulator.http.arm.pages import PAGE, listed
from azdo_emulator.http.arm.putting import status_of_put
from azdo_emulator.http.route import Route
from azdo_emulator.model.azure import operations, resource_groups
from azdo_emulator.model.azure.resource_groups import ResourceGroup, resource_group_id

ACTION = "Microsoft.Resources/subscriptions/resourceGroups"
GROUP = "/subscriptions/{subscription_id}/resourcegroups/{resource_group}"

router = APIRouter(route_class=Route, tags=["resource groups"])


class Wanted(BaseModel):
    """What a caller says of a resource group."""

    location: str | None = None
    managedBy: str | None = None
    tags: dict[str, str] | None = None


class Change(BaseModel):
    """What a caller changes."""

    tags: dict[str, str] | None = None


@router.get("/subscriptions/{subscription_id}/resourcegroups")
async def resource_groups_list(
    context: AnyContext, subscription_id: str, top: Annotated[int, Query(alias="$top", ge=1)] = PAGE
) -> JSONResponse:
    """GET /subscriptions/{id}/resourcegroups: a page of them."""
    with context.read() as call:
        call.require(f"{ACTION}/read", f"/subscriptions/{subscription_id}")
        page = min(top, PAGE)
        found = resource_groups.resource_groups_list(call.session, subscription_id, context.after, page + 1)
    return listed(context, found, _body, page)


@router.get(GROUP)
async def resource_groups_get(context: AnyContext, subscription_id: str, resource_group: str) -> JSONResponse:
    """GET /subscriptions/{id}/resourcegroups/{name}."""
    with context.read() as call:
        call.require(f"{ACTION}/read", resource_group_id(subscription_id, resource_group))
        found = resource_groups.resource_groups_get(call.session, subscription_id, resource_group)
    return JSONResponse(_body(found))


@router.head(GROUP)
async def resource_groups_check_existence(
    context: AnyContext, subscription_id: str, resource_group: str
) -> Response:
    """HEAD /subscriptions/{id}/resourcegroups/{name}: 204, or 404."""
    with context.read() as call:
        call.require(f"{ACTION}/read", resource_group_id(subscription_id, resource_group))
        resource_groups.resource_groups_get(call.session, subscription_id, resource_group)
    return Response(status_code=204)


@router.put(GROUP)
async def resource_groups_create_or_update(
    context: AnyContext, subscription_id: str, resource_group: str, wanted: Wanted
) -> JSONResponse:
    """PUT /subscriptions/{id}/resourcegroups/{name}: 201 for a new one."""
    with context.write() as call:
        call.require(f"{ACTION}/write", resource_group_id(subscription_id, resource_group))
        status = status_of_put(
            resource_groups.resource_groups_get, call.session, subscription_id, resource_group
        )
        made = resource_groups.resource_groups_create_or_update(
            call.session,
            subscription_id,
            resource_group,
            location=wanted.location,
            managed_by=wanted.managedBy,
            tags=wanted.tags,
        )
    return JSONResponse(_body(made), status)


@router.patch(GROUP)
async def resource_groups_update(
    context: AnyContext, subscription_id: str, resource_group: str, change: Change
) -> JSONResponse:
    """PATCH /subscriptions/{id}/resourcegroups/{name}. Simplified: of tags alone."""
    with context.write() as call:
        call.require(f"{ACTION}/write", resource_group_id(subscription_id, resource_group))
        made = resource_groups.resource_groups_update(
            call.session, subscription_id, resource_group, tags=change.tags
        )
    return JSONResponse(_body(made))


@router.delete(GROUP)
async def resource_groups_delete(context: AnyContext, subscription_id: str, resource_group: str) -> Response:
    """DELETE /subscriptions/{id}/resourcegroups/{name}, with all that is in it.

    Simplified: what is deleted is gone at once, and so a 200 says. The real service answers 202, as does
    this one where operations were asked to lag.
    """
    with context.write() as call:
        call.require(f"{ACTION}/delete", resource_group_id(subscription_id, resource_group))
        resource_groups.resource_groups_delete(call.session, subscription_id, resource_group)
        operation = operations.begin_operation(call.session)
        is_over = operations.is_over(call.session, operation)
    return over_or_running(context, subscription_id, operation, is_over)


def _body(group: ResourceGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "type": "Microsoft.Resources/resourceGroups",
        "location": group.location,
        "managedBy": group.managed_by,
        "tags": dict(group.tags),
        "properties": {"provisioningState": "Succeeded"},
    }
