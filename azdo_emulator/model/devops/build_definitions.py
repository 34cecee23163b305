"""Pipelines, which the calls name build definitions.

The calls stand on https://dev.azure.com/{organization}/{project}/_apis/build/definitions.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.model.devops.variables import Variables, kept, read
from azdo_emulator.model.store import Session

ALL = 10_000
"""As many as a page of theirs has at most."""


@dataclass(frozen=True)
class BuildDefinition:
    r"""A pipeline; its number is the organisation's, its path begins with `\`. authored_by: a storage key."""

    definition_id: int
    project_id: str
    path: str
    name: str
    variables: Variables
    authored_by: str | None


def get_definitions(
    session: Session, project: Project, name: str = "", path: str = "", after: int = 0, top: int = ALL
) -> list[BuildDefinition]:
    """GET _apis/build/definitions?name=&path=: of any name and in any folder without them.

    after: the number that the page before ended with.
    """
    rows = session.rows(
        "SELECT * FROM build_definitions WHERE project_id = ? AND definition_id > ?"
        " AND (? = '' OR name = ?) AND (? = '' OR path = ?) ORDER BY definition_id LIMIT ?",
        project.project_id,
        after,
        name,
        name,
        path,
        path,
        top,
    )
    return [_from_row(row) for row in rows]


def get_definition(session: Session, project: Project, definition_id: int) -> BuildDefinition:
    """GET _apis/build/definitions/{number}."""
    row = session.row(
        "SELECT * FROM build_definitions WHERE project_id = ? AND definition_id = ?",
        project.project_id,
        definition_id,
    )
    if row is None:
        raise errors.definition_not_found(definition_id, project.name)
    return _from_row(row)


def add_definition(
    session: Session,
    project: Project,
    definition_id: int,
    path: str,
    name: str,
    variables: Variables | None = None,
    authored_by: str | None = None,
) -> BuildDefinition:
    """POST _apis/build/definitions, with a number that is given."""
    session.add(
        "build_definitions",
        definition_id=definition_id,
        project_id=project.project_id,
        path=path,
        name=name,
        variables=kept(variables or {}),
        authored_by=authored_by,
    )
    return get_definition(session, project, definition_id)


def _from_row(row: Row) -> BuildDefinition:
    return BuildDefinition(**dict(row) | {"variables": read(row["variables"])})
