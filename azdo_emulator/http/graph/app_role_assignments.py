"""App role assignments: from the service's side, and from the side of who has a role there."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph.call import AnyContext, Call
from azdo_emulator.http.graph.options import AnyOptions, Options
from azdo_emulator.http.route import Route
from azdo_emulator.model import Session
from azdo_emulator.model.entra import app_roles, applications, directory, errors
from azdo_emulator.model.entra.app_roles import AppRoleAssignment
from azdo_emulator.model.entra.permissions import ASSIGN_APP_ROLES, READ_APPLICATIONS

router = APIRouter(route_class=Route, tags=["app role assignments"])

ASSIGNED_TO = "/{version}/servicePrincipals/{object_id}/appRoleAssignedTo"
ASSIGNMENTS = "/{version}/servicePrincipals/{object_id}/appRoleAssignments"


class AssignmentBody(Body):
    """A role of a service for somebody."""

    app_role_id: str
    principal_id: str
    resource_id: str


@router.get(ASSIGNED_TO)
async def list_app_role_assigned_to(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET .../appRoleAssignedTo: who has a role of this service."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        resource = call.seen(applications.get_service_principal(call.session, object_id))
        found = app_roles.list_app_role_assigned_to(
            call.session, resource.object_id, options.after, options.limit
        )
        return _page(call, options, found)


@router.get(ASSIGNMENTS)
async def list_app_role_assignments(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET .../appRoleAssignments: what this service principal may do elsewhere."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        principal = call.seen(applications.get_service_principal(call.session, object_id))
        found = app_roles.list_app_role_assignments(
            call.session, principal.object_id, options.after, options.limit
        )
        return _page(call, options, found)


@router.post(ASSIGNED_TO)
@router.post(ASSIGNMENTS)
async def create_app_role_assignment(
    context: AnyContext, object_id: str, body: AssignmentBody, options: AnyOptions
) -> Response:
    """POST .../appRoleAssignedTo or .../appRoleAssignments: one and the same from either side."""
    with context.write() as call:
        call.require(ASSIGN_APP_ROLES)
        if object_id.lower() not in (body.resource_id.lower(), body.principal_id.lower()):
            raise errors.not_a_valid_reference()
        made = app_roles.create_app_role_assignment(
            call.session, body.principal_id, body.resource_id, body.app_role_id
        )
        return options.one(call, "appRoleAssignments", _body(call.session, made), 201)


@router.get(f"{ASSIGNED_TO}/{{assignment_id}}")
@router.get(f"{ASSIGNMENTS}/{{assignment_id}}")
async def get_app_role_assignment(
    context: AnyContext, object_id: str, assignment_id: str, options: AnyOptions
) -> Response:
    """GET .../appRoleAssignedTo/{id} or .../appRoleAssignments/{id}."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = _found(call.session, object_id, assignment_id)
        return options.one(call, "appRoleAssignments", _body(call.session, found))


@router.delete(f"{ASSIGNED_TO}/{{assignment_id}}")
@router.delete(f"{ASSIGNMENTS}/{{assignment_id}}")
async def delete_app_role_assignment(context: AnyContext, object_id: str, assignment_id: str) -> Response:
    """DELETE .../appRoleAssignedTo/{id} or .../appRoleAssignments/{id}."""
    with context.write() as call:
        call.require(ASSIGN_APP_ROLES)
        found = _found(call.session, object_id, assignment_id)
        app_roles.delete_app_role_assignment(call.session, found.assignment_id)
    return Response(status_code=204)


def _found(session: Session, object_id: str, assignment_id: str) -> AppRoleAssignment:
    found = app_roles.get_app_role_assignment(session, assignment_id)
    if object_id.lower() not in (found.resource_id, found.principal_id):
        raise errors.object_not_found(assignment_id)
    return found


def _page(call: Call, options: Options, found: list[AppRoleAssignment]) -> Response:
    options.where({}, "AppRoleAssignment")
    return options.page(call, "appRoleAssignments", [_body(call.session, each) for each in found])


def _body(session: Session, assignment: AppRoleAssignment) -> dict[str, Any]:
    principal = directory.get_directory_object(session, assignment.principal_id)
    resource = directory.get_directory_object(session, assignment.resource_id)
    assert principal is not None
    assert resource is not None
    return {
        "id": assignment.assignment_id,
        "createdDateTime": assignment.created_at,
        "appRoleId": assignment.app_role_id,
        "principalDisplayName": principal.display_name,
        "principalId": principal.object_id,
        "principalType": principal.kind[0].upper() + principal.kind[1:],
        "resourceDisplayName": resource.display_name,
        "resourceId": resource.object_id,
    }
