"""Resource groups."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from patless.sandbox.model.azure import resource_groups
from patless.sandbox.model.azure.resource_groups import ResourceGroup
from patless.sandbox.rest.arm.call import AnyVisit
from patless.sandbox.rest.route import Route

READ = "Microsoft.Resources/subscriptions/resourceGroups/read"

router = APIRouter(route_class=Route, tags=["resource groups"])


@router.get("/subscriptions/{subscription_id}/resourcegroups/{name}")
async def resource_groups_get(visit: AnyVisit, subscription_id: str, name: str) -> JSONResponse:
    """GET .../resourcegroups/{name}."""
    with visit.read() as call:
        call.require(READ, resource_groups.resource_group_id(subscription_id, name))
        found = resource_groups.resource_groups_get(call.session, subscription_id, name)
    return JSONResponse(_body(found))


def _body(group: ResourceGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "type": "Microsoft.Resources/resourceGroups",
        "location": group.location,
        "tags": dict(group.tags),
        "properties": {"provisioningState": "Succeeded"},
    }
