"""Pipelines, which the calls name build definitions.

The calls stand on https://dev.azure.com/{organization}/{project}/_apis/build/definitions.
"""

from dataclasses import dataclass

from patless.sandbox.model.devops import errors
from patless.sandbox.model.devops.projects import Project
from patless.sandbox.model.store import Session


@dataclass(frozen=True)
class BuildDefinition:
    r"""A pipeline; its number is the organisation's, its path begins with `\`."""

    definition_id: int
    project_id: str
    path: str
    name: str


def get_definitions(session: Session, project: Project, name: str, path: str = "") -> list[BuildDefinition]:
    """GET _apis/build/definitions?name=&path=, in any folder without a path."""
    rows = session.rows(
        "SELECT * FROM build_definitions WHERE project_id = ? AND name = ? AND (? = '' OR path = ?)"
        " ORDER BY definition_id",
        project.project_id,
        name,
        path,
        path,
    )
    return [BuildDefinition(**row) for row in rows]


def get_definition(session: Session, project: Project, definition_id: int) -> BuildDefinition:
    """GET _apis/build/definitions/{number}."""
    row = session.row(
        "SELECT * FROM build_definitions WHERE project_id = ? AND definition_id = ?",
        project.project_id,
        definition_id,
    )
    if row is None:
        raise errors.definition_not_found(definition_id, project.name)
    return BuildDefinition(**row)


def add_definition(
    session: Session, project: Project, definition_id: int, path: str, name: str
) -> BuildDefinition:
    """POST _apis/build/definitions, with a number that is given."""
    made = BuildDefinition(definition_id, project.project_id, path, name)
    session.add("build_definitions", **vars(made))
    return made
