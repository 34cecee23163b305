"""Roles on agent pools, service connections and other things of the organisation."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors, security_roles
from azdo_emulator.model.devops.permissions import ADMINISTER_ENDPOINT, EDIT_PROJECT, MANAGE_POOLS
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.devops.security_roles import AGENT_POOL, ENDPOINT, ROLES, RoleAssignment

router = APIRouter(route_class=DevOpsRoute, tags=["securityroles"])

SCOPE = "/{organization}/_apis/securityroles/scopes/{scope}"
OF_RESOURCE = f"{SCOPE}/roleassignments/resources/{{resource_id}}"


class GivenRole(Body):
    """A role for somebody, by storage key."""

    role_name: str
    user_id: str


@router.get(f"{SCOPE}/roledefinitions")
async def get_role_definitions(context: AnyContext, scope: str) -> JSONResponse:
    """GET _apis/securityroles/scopes/{scope}/roledefinitions. Simplified: roles without their bits."""
    with context.read():
        roles = ROLES.get(scope.lower())
    if roles is None:
        raise errors.role_scope_not_found(scope)
    return listed([_role(scope, name) for name in roles])


@router.get(OF_RESOURCE)
async def get_role_assignments(context: AnyContext, scope: str, resource_id: str) -> JSONResponse:
    """GET _apis/securityroles/scopes/{scope}/roleassignments/resources/{id}.

    Simplified: those of the resource itself, none that it inherits.
    """
    with context.read() as call:
        found = security_roles.list_role_assignments(call.session, call.organization, scope, resource_id)
        bodies = [_body(call, each) for each in found]
    return listed(bodies)


@router.put(OF_RESOURCE)
async def set_role_assignments(
    context: AnyContext, scope: str, resource_id: str, given: list[GivenRole]
) -> JSONResponse:
    """PUT _apis/securityroles/scopes/{scope}/roleassignments/resources/{id}: as many as it knows people."""
    with context.write() as call:
        _require(call, scope, resource_id)
        bodies = []
        for each in given:
            assignment = (call.session, call.organization, scope, resource_id, each.user_id, each.role_name)
            if security_roles.set_role_assignment(*assignment):
                made = RoleAssignment(scope, resource_id, each.user_id.lower(), each.role_name)
                bodies.append(_body(call, made))
    return listed(bodies)


@router.patch(OF_RESOURCE)
async def remove_role_assignments(
    context: AnyContext, scope: str, resource_id: str, given: list[str]
) -> Response:
    """PATCH _apis/securityroles/scopes/{scope}/roleassignments/resources/{id}: by storage keys."""
    with context.write() as call:
        _require(call, scope, resource_id)
        for storage_key in given:
            security_roles.remove_role_assignment(
                call.session, call.organization, scope, resource_id, storage_key
            )
    return Response(status_code=204)


def _require(call: Call, scope: str, resource_id: str) -> None:
    if scope.lower() == AGENT_POOL:
        call.require(MANAGE_POOLS, resource_id=resource_id)
        return
    project_id, _, thing = resource_id.partition("_")
    project = get_project(call.session, call.organization, project_id)
    if scope.lower() == ENDPOINT:
        call.require(ADMINISTER_ENDPOINT, project, thing)
    else:
        call.require(EDIT_PROJECT, project)


def _role(scope: str, name: str) -> dict[str, Any]:
    return {"displayName": name, "name": name, "identifier": f"{scope}.{name}", "scope": scope}


def _body(call: Call, assignment: RoleAssignment) -> dict[str, Any]:
    return {
        "identity": identity_ref(call, assignment.storage_key),
        "role": _role(assignment.scope, assignment.role_name),
        "access": "assigned",
        "accessDisplayName": "Assigned",
    }
