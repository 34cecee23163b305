"""Management groups."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.route import Route
from azdo_emulator.model.azure import management_groups, permissions
from azdo_emulator.model.azure.management_groups import TYPE, ManagementGroup, management_group_id

READ = f"{TYPE}/read"

router = APIRouter(route_class=Route, tags=["management groups"])


@router.get("/providers/" + TYPE)
async def management_groups_list(context: AnyContext) -> JSONResponse:
    """GET /providers/Microsoft.Management/managementGroups: those in which the caller may read."""
    with context.read() as call:
        found = [
            _body(group) | {"properties": {"tenantId": group.tenant_id, "displayName": group.display_name}}
            for group in management_groups.management_groups_list(call.session)
            if permissions.holds(call.session, call.claims.object_id, READ, group.id)
        ]
    return JSONResponse({"value": found})


@router.get("/providers/" + TYPE + "/{name}")
async def management_groups_get(context: AnyContext, name: str) -> JSONResponse:
    """GET /providers/Microsoft.Management/managementGroups/{name}. Simplified: without what is below it."""
    with context.read() as call:
        call.require(READ, management_group_id(name))
        found = management_groups.management_groups_get(call.session, name)
        parent = found.parent_name and management_groups.management_groups_get(
            call.session, found.parent_name
        )
    return JSONResponse(_body(found, parent or None))


def _body(group: ManagementGroup, parent: ManagementGroup | None = None) -> dict[str, Any]:
    above = parent and {"id": parent.id, "name": parent.name, "displayName": parent.display_name}
    return {
        "id": group.id,
        "type": TYPE,
        "name": group.name,
        "properties": {
            "tenantId": group.tenant_id,
            "displayName": group.display_name,
            "details": {"parent": above},
        },
    }
