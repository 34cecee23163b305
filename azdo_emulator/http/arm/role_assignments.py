"""Role assignments."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.arm.pages import PAGE, listed
from azdo_emulator.http.arm.putting import status_of_put
from azdo_emulator.http.route import Route
from azdo_emulator.model import Refused
from azdo_emulator.model.azure import role_assignments
from azdo_emulator.model.azure.role_assignments import TYPE, RoleAssignment, role_assignment_id

IN_SCOPE = "/{scope:path}/providers/" + TYPE
ASSIGNMENT = IN_SCOPE + "/{name}"
FILTER = re.compile(
    r"(?P<at_scope>atScope\(\))?(?: and )?"
    r"(?:principalId eq '?(?P<principal_id>[\w-]+)'?|assignedTo\('(?P<assigned_to>[\w-]+)'\))?",
    re.IGNORECASE,
)

router = APIRouter(route_class=Route, tags=["role assignments"])


class Properties(BaseModel):
    """Who is to have which role."""

    roleDefinitionId: str
    principalId: str
    principalType: str | None = None
    description: str | None = None
    condition: str | None = None
    conditionVersion: str | None = None


class Wanted(BaseModel):
    """What a caller says of a role assignment."""

    properties: Properties


@router.get(IN_SCOPE)
async def role_assignments_list_for_scope(
    context: AnyContext, scope: str, wanted: Annotated[str, Query(alias="$filter")] = ""
) -> JSONResponse:
    """GET {scope}/providers/Microsoft.Authorization/roleAssignments: at the scope, above and below it.

    $filter: atScope(), principalId eq '…' and assignedTo('…').
    """
    chosen = FILTER.fullmatch(wanted)
    if chosen is None:
        # Not seen live.
        raise Refused(400, "InvalidFilter", "The filter of a list of role assignments is not supported.")
    with context.read() as call:
        call.require(f"{TYPE}/read", f"/{scope}")
        found = role_assignments.role_assignments_list_for_scope(
            call.session,
            f"/{scope}",
            principal_id=chosen["principal_id"] or "",
            assigned_to=chosen["assigned_to"] or "",
            at_scope=bool(chosen["at_scope"]),
            after=context.after,
            limit=PAGE + 1,
        )
    return listed(context, found, _body)


@router.get(ASSIGNMENT)
async def role_assignments_get(context: AnyContext, scope: str, name: str) -> JSONResponse:
    """GET {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}. Simplified: not who made it."""
    id = role_assignment_id(f"/{scope}", name)
    with context.read() as call:
        call.require(f"{TYPE}/read", id)
        found = role_assignments.role_assignments_get(call.session, id)
    return JSONResponse(_body(found))


@router.put(ASSIGNMENT)
async def role_assignments_create(context: AnyContext, scope: str, name: str, wanted: Wanted) -> JSONResponse:
    """PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}: 201 for a new one."""
    id, given = role_assignment_id(f"/{scope}", name), wanted.properties
    with context.write() as call:
        call.require(f"{TYPE}/write", id)
        status = status_of_put(role_assignments.role_assignments_get, call.session, id)
        made = role_assignments.role_assignments_create(
            call.session,
            f"/{scope}",
            name,
            role_definition_id=given.roleDefinitionId,
            principal_id=given.principalId,
            principal_type=given.principalType,
            description=given.description,
            condition=given.condition,
            condition_version=given.conditionVersion,
        )
    return JSONResponse(_body(made), status)


@router.delete(ASSIGNMENT)
async def role_assignments_delete(context: AnyContext, scope: str, name: str) -> Response:
    """DELETE {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}: 204 where there is none."""
    id = role_assignment_id(f"/{scope}", name)
    with context.write() as call:
        call.require(f"{TYPE}/delete", id)
        was = role_assignments.role_assignments_delete(call.session, id)
    return JSONResponse(_body(was)) if was else Response(status_code=204)


def _body(assignment: RoleAssignment) -> dict[str, Any]:
    return {
        "id": assignment.id,
        "name": assignment.name,
        "type": TYPE,
        "properties": {
            "roleDefinitionId": assignment.role_definition_id,
            "principalId": assignment.principal_id,
            "principalType": assignment.principal_type,
            "scope": assignment.scope,
            "description": assignment.description,
            "condition": assignment.condition,
            "conditionVersion": assignment.condition_version,
            "createdOn": assignment.created_at,
            "updatedOn": assignment.created_at,
        },
    }
