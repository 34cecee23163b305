"""Which pipelines may use a protected resource.

The calls stand on .../{project}/_apis/pipelines/pipelinepermissions/{type}/{id}.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import build_definitions
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.protected_resources import refuse_unknown
from azdo_emulator.model.store import Session

ALL = 0
"""In the place of a pipeline's number: every pipeline of the project."""


@dataclass(frozen=True)
class PipelinePermissions:
    """Who may use it: every pipeline, or those with these numbers."""

    all_pipelines: bool
    pipelines: tuple[int, ...]


def get_pipeline_permissions(
    session: Session, project: Project, resource_type: str, resource_id: str
) -> PipelinePermissions:
    """GET; a resource that there is not is used by nobody. Not seen live."""
    rows = session.rows(
        "SELECT definition_id FROM pipeline_permissions"
        " WHERE project_id = ? AND resource_type = ? AND resource_id = ? ORDER BY definition_id",
        project.project_id,
        resource_type,
        resource_id,
    )
    found = [row["definition_id"] for row in rows]
    return PipelinePermissions(ALL in found, tuple(number for number in found if number != ALL))


def get_authorized_resources(
    session: Session, project: Project, definition_id: int, resource_type: str = "", resource_id: str = ""
) -> list[tuple[str, str]]:
    """GET _apis/build/authorizedresources?type=&id=, and the same of one pipeline: types and ids."""
    rows = session.rows(
        "SELECT resource_type, resource_id FROM pipeline_permissions WHERE project_id = ?"
        " AND definition_id = ? AND (? = '' OR resource_type = ?) AND (? = '' OR resource_id = ?)",
        project.project_id,
        definition_id,
        resource_type,
        resource_type,
        resource_id,
        resource_id,
    )
    return [(row["resource_type"], row["resource_id"]) for row in rows]


def update_pipeline_permissions(
    session: Session,
    organization: Organization,
    project: Project,
    resource_type: str,
    resource_id: str,
    definition_id: int,
    authorized: bool,
) -> PipelinePermissions:
    """PATCH, for one pipeline or for ALL."""
    refuse_unknown(session, organization, project, resource_type, resource_id)
    if definition_id != ALL:
        build_definitions.get_definition(session, project, definition_id)
    row = (project.project_id, resource_type, resource_id, definition_id)
    if authorized:
        session.run("INSERT OR IGNORE INTO pipeline_permissions VALUES (?, ?, ?, ?)", *row)
    else:
        session.run(
            "DELETE FROM pipeline_permissions"
            " WHERE project_id = ? AND resource_type = ? AND resource_id = ? AND definition_id = ?",
            *row,
        )
    return get_pipeline_permissions(session, project, resource_type, resource_id)
