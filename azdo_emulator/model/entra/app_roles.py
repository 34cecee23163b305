"""App roles: what an application or a managed identity may do in a service for itself, not for a person.

A service principal has the roles; an assignment gives one of them to a principal, and the principal's tokens
for that service say so. The calls stand on Microsoft Graph v1.0.
"""

from dataclasses import dataclass

from azdo_emulator.model import ids
from azdo_emulator.model.entra import applications, directory, errors
from azdo_emulator.model.store import Session

MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000"
"""Microsoft Graph's client id, the same in every tenant."""

ROLES = {
    MICROSOFT_GRAPH: {
        "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
        "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
        "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
        "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
        "Directory.ReadWrite.All": "19dbc75e-c2e2-444c-a770-ec69d8559fc7",
        "Group.Create": "bf7b1a76-6e77-406b-b258-bf5c7720e98f",
        "Group.Read.All": "5b567255-7703-4780-807c-7be8301ae99b",
        "Group.ReadWrite.All": "62a82d76-70ea-41e2-9197-370581804d09",
        "GroupMember.Read.All": "98830695-27a2-44f7-8c18-0c3ebc9698f6",
        "GroupMember.ReadWrite.All": "dbaae8cf-10b5-4b86-a4a1-f871c94c6695",
        "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
        "User.ReadBasic.All": "97235f07-e226-4f63-ace3-39588e11d3a1",
        "User.ReadWrite.All": "741f803b-c850-494e-b5df-cde7c675a1ca",
    }
}
"""By client id of the service: the roles that it has, those that somebody who deploys may want."""

DEFAULT = "00000000-0000-0000-0000-000000000000"
"""The role of a service that has none of its own."""


@dataclass(frozen=True)
class AppRoleAssignment:
    """A role of the resource, a service principal, that a principal has."""

    assignment_id: str
    principal_id: str
    resource_id: str
    app_role_id: str
    created_at: str


def list_app_role_assignments(
    session: Session, principal_id: str, after: str = "", top: int = -1
) -> list[AppRoleAssignment]:
    """GET /servicePrincipals/{id}/appRoleAssignments: what a principal may do."""
    return _list(session, "principal_id", principal_id, after, top)


def list_app_role_assigned_to(
    session: Session, resource_id: str, after: str = "", top: int = -1
) -> list[AppRoleAssignment]:
    """GET /servicePrincipals/{id}/appRoleAssignedTo: who may do something in a service."""
    return _list(session, "resource_id", resource_id, after, top)


def get_app_role_assignment(session: Session, assignment_id: str) -> AppRoleAssignment:
    """GET /servicePrincipals/{id}/appRoleAssignedTo/{id}."""
    row = session.row("SELECT * FROM app_role_assignments WHERE assignment_id = ?", assignment_id)
    if row is None:
        raise errors.object_not_found(assignment_id)
    return AppRoleAssignment(**row)


def create_app_role_assignment(
    session: Session, principal_id: str, resource_id: str, app_role_id: str
) -> AppRoleAssignment:
    """POST /servicePrincipals/{resource}/appRoleAssignedTo, or /{principal}/appRoleAssignments."""
    resource = applications.get_service_principal(session, resource_id)
    principal = directory.get_directory_object(session, principal_id)
    if principal is None or principal.kind == "application":
        raise errors.not_a_valid_reference()
    if app_role_id.lower() not in ROLES.get(resource.app_id, {"": DEFAULT}).values():
        raise errors.app_role_not_found(resource.app_id)
    made = AppRoleAssignment(
        ids.app_role_assignment_id(session.new_guid("app role assignment")),
        principal.object_id,
        resource.object_id,
        app_role_id.lower(),
        session.now(),
    )
    if any(
        (one.resource_id, one.app_role_id) == (made.resource_id, made.app_role_id)
        for one in list_app_role_assignments(session, principal.object_id)
    ):
        raise errors.app_role_assigned_already()
    session.add("app_role_assignments", **vars(made))
    return made


def delete_app_role_assignment(session: Session, assignment_id: str) -> None:
    """DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}."""
    if not session.run("DELETE FROM app_role_assignments WHERE assignment_id = ?", assignment_id):
        raise errors.object_not_found(assignment_id)


def roles_of(session: Session, principal_id: str, app_id: str) -> tuple[str, ...]:
    """The names of the roles that a principal has in the service with this client id: what a token says."""
    rows = session.rows(
        "SELECT app_role_id FROM app_role_assignments JOIN service_principals ON object_id = resource_id"
        " WHERE principal_id = ? AND app_id = ?",
        principal_id.lower(),
        app_id,
    )
    assigned = {row["app_role_id"] for row in rows}
    return tuple(name for name, id in ROLES.get(app_id, {}).items() if id in assigned)


def _list(session: Session, column: str, object_id: str, after: str, top: int) -> list[AppRoleAssignment]:
    rows = session.rows(
        # The column is one of this file's own words.
        f"SELECT * FROM app_role_assignments WHERE {column} = ?"  # noqa: S608
        " AND assignment_id > ? ORDER BY assignment_id LIMIT ?",
        object_id.lower(),
        after,
        top,
    )
    return [AppRoleAssignment(**row) for row in rows]
