"""Teams: those groups of a project that plan its work.

The calls stand on https://dev.azure.com/{organization}/_apis/projects/{project}/teams.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.conditions import Condition, equal
from azdo_emulator.model.devops import errors, groups
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Team:
    """A team; team_id is the storage key of its group."""

    team_id: str
    descriptor: str
    project_id: str
    project_name: str
    name: str
    description: str
    is_default: bool


def create_team(
    session: Session,
    organization: Organization,
    project: Project,
    name: str,
    description: str = "",
    *,
    is_default: bool = False,
) -> Team:
    """POST _apis/projects/{project}/teams."""
    group = groups.create_group(session, organization, project, name, description)
    session.add("teams", storage_key=group.storage_key, is_default=is_default)
    return get_team(session, project, group.storage_key)


def get_team(session: Session, project: Project, id_or_name: str) -> Team:
    """GET _apis/projects/{project}/teams/{id or name}."""
    row = session.row(
        f"{_SELECT} WHERE projects.project_id = ?"
        " AND (subjects.storage_key = lower(?) OR graph_groups.name = ?)",
        project.project_id,
        id_or_name,
        id_or_name,
    )
    if row is None:
        raise errors.team_not_found(id_or_name)
    return _from_row(row)


def get_default_team(session: Session, project: Project) -> Team | None:
    """The defaultTeam of a project."""
    row = session.row(f"{_SELECT} WHERE projects.project_id = ? AND is_default", project.project_id)
    return _from_row(row) if row else None


def get_teams(
    session: Session,
    organization: Organization,
    project: Project | None = None,
    *,
    member: str | None = None,
    top: int = 100,
    skip: int = 0,
) -> list[Team]:
    """GET _apis/projects/{project}/teams, or _apis/teams; member: only those that have this one in them.

    The service itself counts the teams to skip.
    """
    wanted = equal("projects.organization_id", organization.organization_id)
    if project:
        wanted &= equal("projects.project_id", project.project_id)
    if member:
        wanted &= Condition(_HAS, (member,))
    rows = session.rows(
        f"{_SELECT} WHERE {wanted.sql} ORDER BY graph_groups.name LIMIT ? OFFSET ?", *wanted.values, top, skip
    )
    return [_from_row(row) for row in rows]


def update_team(
    session: Session,
    organization: Organization,
    project: Project,
    id_or_name: str,
    *,
    name: str | None = None,
    description: str | None = None,
) -> Team:
    """PATCH _apis/projects/{project}/teams/{id or name}."""
    team = get_team(session, project, id_or_name)
    groups.update_group(session, organization, team.descriptor, name=name, description=description)
    return get_team(session, project, team.team_id)


def delete_team(session: Session, organization: Organization, project: Project, id_or_name: str) -> None:
    """DELETE _apis/projects/{project}/teams/{id or name}; a project keeps its default team."""
    team = get_team(session, project, id_or_name)
    if team.is_default:
        raise errors.default_team_stays(team.name)
    groups.delete_group(session, organization, team.descriptor)


_SELECT = (
    "SELECT subjects.storage_key AS team_id, descriptor, projects.project_id, projects.name AS project_name,"
    " graph_groups.name AS name, graph_groups.description, is_default"
    " FROM teams JOIN subjects USING (storage_key) JOIN graph_groups USING (storage_key)"
    " JOIN projects ON projects.project_id = graph_groups.project_id"
)
_HAS = "EXISTS (SELECT 1 FROM memberships WHERE container = subjects.storage_key AND member = ?)"


def _from_row(row: Row) -> Team:
    return Team(**dict(row) | {"is_default": bool(row["is_default"])})
