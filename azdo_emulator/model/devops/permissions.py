"""Who may do what in an organisation: rights come from groups, and over pools and connections from roles too.

Everybody in the organisation reads: the sandbox keeps no project from a member. Rights that somebody was
given or denied one by one, outside of groups and roles, are not looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import denials
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.security_roles import AGENT_POOL, ENDPOINT
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.entra import permissions as directory
from azdo_emulator.model.errors import Refused
from azdo_emulator.model.store import Session

ADMINISTRATORS = "Project Collection Administrators"


@dataclass(frozen=True)
class Right:
    """A right, and who has it.

    refusal: what the service answers to somebody of that name who has not got it. in_organization and
    in_project: the groups whose members have it. role_scope and roles: who else has it, each over their own.
    directory_role: what gives it instead, where the organisation has no say.
    """

    refusal: Callable[[str], Refused]
    in_organization: frozenset[str] = frozenset({ADMINISTRATORS})
    in_project: frozenset[str] = frozenset()
    role_scope: str = ""
    roles: frozenset[str] = frozenset({"Administrator"})
    directory_role: str = ""


def _in_project(*groups: str) -> frozenset[str]:
    return frozenset({"Project Administrators", *groups})


ADD_USERS = Right(denials.add_users)
"""Access levels: those of others are given and changed."""
ADD_SUBJECTS = Right(denials.add_subjects)
"""Somebody from Entra, without an access level."""
REMOVE_USERS = Right(denials.remove_users)
EDIT_ORGANIZATION = Right(lambda name: denials.permission(name, "Edit instance-level information"))
"""Groups of the organisation, its policies and the tokens of others."""
CREATE_PROJECTS = Right(lambda name: denials.permission(name, "Create new projects"))
EDIT_PROJECT = Right(
    lambda name: denials.permission(name, "Edit project-level information"), in_project=_in_project()
)
"""The project itself, its groups and its rights."""
MANAGE_MEMBERSHIP = Right(denials.manage_membership, in_project=_in_project())
"""Who is in a group: of a project, or of the organisation where no project is given."""
CREATE_ENDPOINTS = Right(
    denials.create_endpoints, in_project=_in_project("Endpoint Administrators", "Endpoint Creators")
)
ADMINISTER_ENDPOINT = Right(
    denials.administer_endpoint, in_project=_in_project("Endpoint Administrators"), role_scope=ENDPOINT
)
"""A connection: what it is, which pipelines may use it, what checks it has, who else has it."""
VIEW_AUTHORIZATION = Right(
    denials.administer_endpoint,
    in_project=_in_project("Endpoint Administrators", "Endpoint Creators", "Contributors"),
    role_scope=ENDPOINT,
    roles=frozenset({"Administrator", "Creator", "User"}),
)
"""What a connection signs in as; to somebody without it, the service shows the rest."""
MANAGE_POOLS = Right(denials.manage_pools, role_scope=AGENT_POOL)
WRITE_WORK_ITEMS = Right(denials.write_work_items, in_project=_in_project("Contributors"))
EDIT_TENANT_POLICIES = Right(
    lambda name: denials.permission(name, "Edit tenant policies"),
    in_organization=frozenset(),
    directory_role=directory.AZURE_DEVOPS,
)


def require(
    session: Session,
    organization: Organization,
    caller: Subject,
    right: Right,
    project: Project | None = None,
    resource_id: str = "",
) -> None:
    """Refuse a caller who has not got this right: in the organisation, a project, or over one thing."""
    if not holds(session, organization, caller, right, project, resource_id):
        raise right.refusal(caller.display_name)


def holds(
    session: Session,
    organization: Organization,
    caller: Subject,
    right: Right,
    project: Project | None = None,
    resource_id: str = "",
) -> bool:
    """Whether a caller has a right."""
    if right.directory_role:
        roles = directory.directory_roles(session, caller.origin_id)
        return not roles.isdisjoint({right.directory_role, directory.GLOBAL})
    place = f"{project.project_id}_{resource_id}" if project else resource_id
    return any(
        row["role_name"] in right.roles or _grants(right, project, row)
        for row in _groups_and_roles(session, organization, caller, right.role_scope, place)
    )


def _grants(right: Right, project: Project | None, group: Row) -> bool:
    if group["project_id"] is None:
        return group["name"] in right.in_organization
    return project is not None and (
        group["project_id"] == project.project_id and group["name"] in right.in_project
    )


def _groups_and_roles(
    session: Session, organization: Organization, caller: Subject, role_scope: str, place: str
) -> list[Row]:
    """The groups that the caller is in, also by way of Entra's, and their roles over a place."""
    return session.rows(
        "WITH RECURSIVE directory (id) AS (SELECT ? UNION"
        " SELECT group_id FROM directory_group_members JOIN directory ON member_id = id),"
        " above (key) AS (SELECT storage_key FROM subjects JOIN directory ON origin_id = id"
        " WHERE organization_id = ? AND origin = 'aad' UNION"
        " SELECT container FROM memberships JOIN above ON member = key)"
        " SELECT name, project_id, NULL AS role_name FROM graph_groups JOIN above ON storage_key = key"
        " UNION ALL SELECT NULL, NULL, role_name FROM security_role_assignments JOIN above"
        " ON storage_key = key WHERE scope = ? AND resource_id = ?",
        caller.origin_id,
        organization.organization_id,
        role_scope,
        place,
    )
