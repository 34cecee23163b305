"""Groups of the organisation and of its projects.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/graph/groups.
"""

from dataclasses import dataclass
from sqlite3 import Row

from patless.sandbox.model import ids
from patless.sandbox.model.devops import errors
from patless.sandbox.model.devops.projects import Organization, Project
from patless.sandbox.model.devops.subjects import get_subject
from patless.sandbox.model.entra import directory
from patless.sandbox.model.store import Session

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


def create_group(
    session: Session, organization: Organization, project: Project | None, name: str, description: str = ""
) -> Group:
    """POST _apis/graph/groups with a display name: a group of Azure DevOps' own (CreateGroupVsts)."""
    scope_id = project.project_id if project else organization.organization_id
    scope = project.name if project else organization.name
    if _find(session, organization, project, name):
        raise errors.group_exists(name, scope)
    storage_key = ids.guid("group", scope_id, name.lower())
    session.add(
        "subjects",
        storage_key=storage_key,
        organization_id=organization.organization_id,
        descriptor=ids.group_descriptor(
            scope_id, name, of_everyone=name in (OF_A_PROJECT if project else OF_THE_ORGANIZATION)
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
        valid_users=name in ("Project Valid Users", "Project Collection Valid Users"),
    )
    return _get(session, storage_key)


def create_group_origin_id(session: Session, organization: Organization, origin_id: str) -> Group:
    """POST _apis/graph/groups with an origin id: an Entra group that the organisation gets to know."""
    found = directory.get_directory_object(session, origin_id)
    if found is None or found.kind != "group" or found.tenant_id != organization.tenant_id:
        raise errors.origin_not_found(origin_id)
    storage_key = ids.storage_key(organization.organization_id, found.object_id)
    if session.row("SELECT storage_key FROM subjects WHERE storage_key = ?", storage_key) is None:
        session.add(
            "subjects",
            storage_key=storage_key,
            organization_id=organization.organization_id,
            descriptor=ids.entra_group_descriptor(organization.organization_id, found.object_id),
            kind="group",
            origin="aad",
            origin_id=found.object_id,
            display_name=found.display_name,
            principal_name=f"[TEAM FOUNDATION]\\{found.display_name}",
        )
        session.add(
            "graph_groups",
            storage_key=storage_key,
            organization_id=organization.organization_id,
            name=found.display_name,
            description="",
        )
    return _get(session, storage_key)


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


def delete_group(session: Session, organization: Organization, descriptor: str) -> None:
    """DELETE _apis/graph/groups/{descriptor}; the memberships go with it."""
    group = get_group(session, organization, descriptor)
    session.run("DELETE FROM subjects WHERE storage_key = ?", group.storage_key)


_SELECT = (
    "SELECT storage_key, descriptor, origin, origin_id, project_id, name, description, principal_name"
    " FROM graph_groups JOIN subjects USING (storage_key)"
)


def _find(session: Session, organization: Organization, project: Project | None, name: str) -> Row | None:
    return session.row(
        "SELECT name FROM graph_groups WHERE organization_id = ? AND project_id IS ? AND name = ?",
        organization.organization_id,
        project.project_id if project else None,
        name,
    )


def _get(session: Session, storage_key: str) -> Group:
    [row] = session.rows(f"{_SELECT} WHERE storage_key = ?", storage_key)
    return _from_row(row)


def _from_row(row: Row) -> Group:
    return Group(**dict(row))
