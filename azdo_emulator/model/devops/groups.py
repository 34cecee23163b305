"""Groups of the organisation and of its projects.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/graph/groups.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model import ids
from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.subjects import from_entra, get_subject, materialise
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session

OF_THE_ORGANIZATION = {
    "Project Collection Administrators": "May do anything in the organisation.",
    "Project Collection Build Administrators": "Administer builds and build rights of the organisation.",
    "Project Collection Build Service Accounts": "Run builds of the organisation.",
    "Project Collection Proxy Service Accounts": "Run proxies.",
    "Project Collection Service Accounts": "Run services of the organisation.",
    "Project Collection Test Service Accounts": "Run tests of the organisation.",
    "Project Collection Valid Users": "Everybody who may see the organisation.",
    "Security Service Group": "Everybody who was given any right.",
}
OF_A_PROJECT = {
    "Build Administrators": "Administer builds and build rights of the project.",
    "Contributors": "Add to and change what the project holds.",
    "Endpoint Administrators": "Administer the project's service connections.",
    "Endpoint Creators": "May create service connections.",
    "Project Administrators": "May do anything in the project.",
    "Project Valid Users": "Everybody who may see the project.",
    "Readers": "Read what the project holds.",
    "Release Administrators": "Administer releases of the project.",
}
VALID_USERS = ("Project Valid Users", "Project Collection Valid Users")
"""Everybody of a scope."""


@dataclass(frozen=True)
class Group:
    """A group; project_id is empty for one of the organisation."""

    storage_key: str
    descriptor: str
    origin: str
    origin_id: str
    project_id: str | None
    name: str
    description: str
    principal_name: str


def create_groups_of_everyone(
    session: Session, organization: Organization, project: Project | None
) -> list[Group]:
    """The groups that every organisation has, or every project; Valid Users first: all others are in it."""
    wanted = OF_A_PROJECT if project else OF_THE_ORGANIZATION
    return [
        create_group(session, organization, project, name, wanted[name])
        for name in sorted(wanted, key=lambda name: (name not in VALID_USERS, name))
    ]


def create_group(
    session: Session, organization: Organization, project: Project | None, name: str, description: str = ""
) -> Group:
    """POST _apis/graph/groups with a display name: a group of Azure DevOps' own (CreateGroupVsts)."""
    scope_id = project.project_id if project else organization.organization_id
    scope = project.name if project else organization.name
    if _named(session, organization, project.project_id if project else None, name):
        raise errors.group_exists(name, scope)
    storage_key, called = ids.guid("group", scope_id, name.lower()), name
    if session.row("SELECT 1 FROM subjects WHERE storage_key = ?", storage_key):
        # Whoever was named so has another name today, and keeps the ids.
        storage_key = called = session.new_guid("group")
    session.add(
        "subjects",
        storage_key=storage_key,
        organization_id=organization.organization_id,
        descriptor=ids.group_descriptor(
            scope_id, called, of_everyone=called in (OF_A_PROJECT if project else OF_THE_ORGANIZATION)
        ),
        kind="group",
        origin="vsts",
        # The origin of such a group is Azure DevOps itself, so that this id is its storage key.
        origin_id=storage_key,
        display_name=name,
        principal_name=f"[{scope}]\\{name}",
    )
    session.add(
        "graph_groups",
        storage_key=storage_key,
        organization_id=organization.organization_id,
        project_id=project.project_id if project else None,
        name=name,
        description=description,
        valid_users=name in VALID_USERS,
    )
    # Every group is below the Valid Users of its scope; those of a project are below the organisation's.
    session.run(
        "INSERT INTO memberships SELECT storage_key, ? FROM graph_groups"
        " WHERE organization_id = ? AND project_id IS ? AND valid_users AND storage_key != ?",
        storage_key,
        organization.organization_id,
        project.project_id if project and name not in VALID_USERS else None,
        storage_key,
    )
    return _get(session, storage_key)


def create_group_origin_id(session: Session, organization: Organization, origin_id: str) -> Group:
    """POST _apis/graph/groups with an origin id: an Entra group that the organisation gets to know."""
    found = directory.get_directory_object(session, origin_id)
    if found is None or found.kind != "group" or found.tenant_id != organization.tenant_id:
        raise errors.origin_not_found(origin_id)
    subject = from_entra(organization, "group", found.object_id, found.display_name)
    if session.row("SELECT storage_key FROM subjects WHERE storage_key = ?", subject.storage_key) is None:
        materialise(session, subject)
        session.add(
            "graph_groups",
            storage_key=subject.storage_key,
            organization_id=organization.organization_id,
            name=found.display_name,
            description="",
        )
    return _get(session, subject.storage_key)


def get_group(session: Session, organization: Organization, descriptor: str) -> Group:
    """GET _apis/graph/groups/{descriptor}."""
    subject = get_subject(session, organization, descriptor)
    if subject.kind != "group":
        raise errors.subject_not_found(descriptor)
    return _get(session, subject.storage_key)


def list_groups(session: Session, organization: Organization, project: Project | None = None) -> list[Group]:
    """GET _apis/graph/groups, of one scope if a project is given."""
    wanted, scope = ("project_id", project.project_id) if project else ("organization_id", None)
    rows = session.rows(
        f"{_SELECT} WHERE graph_groups.{wanted} = ? ORDER BY principal_name",
        scope or organization.organization_id,
    )
    return [_from_row(row) for row in rows]


def update_group(
    session: Session,
    organization: Organization,
    descriptor: str,
    *,
    name: str | None = None,
    description: str | None = None,
) -> Group:
    """PATCH _apis/graph/groups/{descriptor}, paths /displayName and /description; the ids stay."""
    group = get_group(session, organization, descriptor)
    if group.origin != "vsts":
        raise errors.group_of_entra(descriptor)
    name = group.name if name is None else name
    scope = group.principal_name[1 : -len(f"]\\{group.name}")]
    if name.lower() != group.name.lower() and _named(session, organization, group.project_id, name):
        raise errors.group_exists(name, scope)
    session.run(
        "UPDATE graph_groups SET name = ?, description = ? WHERE storage_key = ?",
        name,
        group.description if description is None else description,
        group.storage_key,
    )
    session.run(
        "UPDATE subjects SET display_name = ?, principal_name = ? WHERE storage_key = ?",
        name,
        f"[{scope}]\\{name}",
        group.storage_key,
    )
    return _get(session, group.storage_key)


def delete_group(session: Session, organization: Organization, descriptor: str) -> None:
    """DELETE _apis/graph/groups/{descriptor}; the memberships go with it."""
    group = get_group(session, organization, descriptor)
    session.run("DELETE FROM subjects WHERE storage_key = ?", group.storage_key)


_SELECT = (
    "SELECT storage_key, descriptor, origin, origin_id, project_id, name, description, principal_name"
    " FROM graph_groups JOIN subjects USING (storage_key)"
)


def _named(session: Session, organization: Organization, project_id: str | None, name: str) -> bool:
    """Whether the scope has a group of this name; several groups of Entra may share one."""
    found = session.row(
        "SELECT 1 FROM graph_groups JOIN subjects USING (storage_key) WHERE graph_groups.organization_id = ?"
        " AND project_id IS ? AND name = ? AND origin = 'vsts'",
        organization.organization_id,
        project_id,
        name,
    )
    return found is not None


def _get(session: Session, storage_key: str) -> Group:
    [row] = session.rows(f"{_SELECT} WHERE storage_key = ?", storage_key)
    return _from_row(row)


def _from_row(row: Row) -> Group:
    return Group(**dict(row))
