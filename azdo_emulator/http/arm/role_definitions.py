"""Roles: what each of them allows."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.route import Route
from azdo_emulator.model import Refused
from azdo_emulator.model.azure import role_definitions
from azdo_emulator.model.azure.role_definitions import TYPE, RoleDefinition

READ = f"{TYPE}/read"
FILTER = re.compile(
    r"roleName eq '(?P<name>[^']+)'|type eq 'BuiltInRole'|atScopeAndBelow\(\)|", re.IGNORECASE
)

router = APIRouter(route_class=Route, tags=["role definitions"])


@router.get("/{scope:path}/providers/" + TYPE)
async def role_definitions_list(
    context: AnyContext, scope: str, wanted: Annotated[str, Query(alias="$filter")] = ""
) -> JSONResponse:
    """GET {scope}/providers/Microsoft.Authorization/roleDefinitions: on one page.

    Simplified: some of the built-in roles, and of their actions those that count here. $filter: by roleName.
    """
    chosen = FILTER.fullmatch(wanted)
    if chosen is None:
        # Not seen live.
        raise Refused(400, "InvalidFilter", "The filter of a list of roles is not supported.")
    with context.read() as call:
        call.require(READ, f"/{scope}")
        found = role_definitions.role_definitions_list(f"/{scope}", chosen["name"] or "")
    return JSONResponse({"value": [_body(role) for role in found]})


@router.get("/{scope:path}/providers/" + TYPE + "/{name}")
async def role_definitions_get(context: AnyContext, scope: str, name: str) -> JSONResponse:
    """GET {scope}/providers/Microsoft.Authorization/roleDefinitions/{GUID}."""
    with context.read() as call:
        call.require(READ, f"/{scope}")
        found = role_definitions.role_definitions_get(f"/{scope}", name)
    return JSONResponse(_body(found))


@router.get("/providers/" + TYPE + "/{name}")
async def role_definitions_get_by_id(context: AnyContext, name: str) -> JSONResponse:
    """GET /providers/Microsoft.Authorization/roleDefinitions/{GUID}: everybody may."""
    with context.read():
        found = role_definitions.role_definitions_get("", name)
    return JSONResponse(_body(found))


def _body(role: RoleDefinition) -> dict[str, Any]:
    return {
        "id": role.id,
        "name": role.name,
        "type": TYPE,
        "properties": {
            "roleName": role.role_name,
            "type": "BuiltInRole",
            "description": "",
            "assignableScopes": ["/"],
            "permissions": [
                {
                    "actions": list(role.actions),
                    "notActions": list(role.not_actions),
                    "dataActions": [],
                    "notDataActions": [],
                }
            ],
        },
    }
