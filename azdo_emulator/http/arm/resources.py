"""Everything in a resource group, of whatever type: lists, and each by its id."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.arm.call import AnyContext, Context
from azdo_emulator.http.arm.pages import PAGE, listed
from azdo_emulator.http.route import Route
from azdo_emulator.model import Refused
from azdo_emulator.model.azure import resources
from azdo_emulator.model.azure.resource_groups import resource_group_id
from azdo_emulator.model.azure.resources import Resource

BY_ID = "/subscriptions/{subscription_id}/resourcegroups/{resource_group}/providers/{provider}/{type}/{name}"
FILTER = re.compile(r"resourceType eq '(?P<type>[^']+)'|", re.IGNORECASE)
READ = "Microsoft.Resources/subscriptions/resources/read"

router = APIRouter(route_class=Route, tags=["resources"])

Top = Annotated[int, Query(alias="$top", ge=1)]
Filter = Annotated[str, Query(alias="$filter")]


@router.get("/subscriptions/{subscription_id}/resources")
async def resources_list(
    context: AnyContext, subscription_id: str, wanted: Filter = "", top: Top = PAGE
) -> JSONResponse:
    """GET /subscriptions/{id}/resources: a page of them. $filter: resourceType eq '…'."""
    return _listed(context, subscription_id, "", wanted, min(top, PAGE))


@router.get("/subscriptions/{subscription_id}/resourcegroups/{resource_group}/resources")
async def resources_list_by_resource_group(
    context: AnyContext, subscription_id: str, resource_group: str, wanted: Filter = "", top: Top = PAGE
) -> JSONResponse:
    """GET /subscriptions/{id}/resourcegroups/{resource_group}/resources: a page of them."""
    return _listed(context, subscription_id, resource_group, wanted, min(top, PAGE))


@router.get(BY_ID)
async def resources_get_by_id(
    context: AnyContext, subscription_id: str, resource_group: str, provider: str, type: str, name: str
) -> JSONResponse:
    """GET {id}: what any resource shows. Simplified: nothing that only its type has."""
    return JSONResponse(_body(_get(context, subscription_id, resource_group, f"{provider}/{type}", name)))


@router.head(BY_ID)
async def resources_check_existence_by_id(
    context: AnyContext, subscription_id: str, resource_group: str, provider: str, type: str, name: str
) -> Response:
    """HEAD {id}: 204, or 404."""
    _get(context, subscription_id, resource_group, f"{provider}/{type}", name)
    return Response(status_code=204)


def _get(context: Context, subscription_id: str, resource_group: str, type: str, name: str) -> Resource:
    id = f"{resource_group_id(subscription_id, resource_group)}/providers/{type}/{name}"
    with context.read() as call:
        call.require(f"{type}/read", id)
        return resources.resources_get_by_id(call.session, id)


def _listed(
    context: Context, subscription_id: str, resource_group: str, wanted: str, page: int
) -> JSONResponse:
    chosen = FILTER.fullmatch(wanted)
    if chosen is None:
        # Not seen live.
        raise Refused(
            400, "InvalidFilterInQueryString", "The filter of a list of resources is not supported."
        )
    scope = (
        resource_group_id(subscription_id, resource_group)
        if resource_group
        else f"/subscriptions/{subscription_id}"
    )
    with context.read() as call:
        call.require(READ, scope)
        found = resources.resources_list(
            call.session, subscription_id, resource_group, chosen["type"] or "", context.after, page + 1
        )
    return listed(context, found, _body, page)


def _body(resource: Resource) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": resource.id,
        "name": resource.name,
        "type": resource.type,
        "location": resource.location,
    }
    if resource.principal_id:
        body["identity"] = {
            "type": "SystemAssigned",
            "principalId": resource.principal_id,
            "tenantId": resource.tenant_id,
        }
    return body
