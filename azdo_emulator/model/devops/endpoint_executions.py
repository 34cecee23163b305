"""Which runs used a service connection. Nothing runs on the sandbox, so that only its past has some.

The call stands on .../{project}/_apis/serviceendpoint/{endpoint}/executionhistory.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops.endpoints import ServiceEndpoint
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class EndpointExecution:
    """One run of a pipeline with the connection."""

    execution_id: int
    definition_id: int
    definition: str
    result: str
    started_at: str
    finished_at: str


def get_service_endpoint_execution_records(
    session: Session, project: Project, endpoint: ServiceEndpoint, top: int, before: int | None = None
) -> list[EndpointExecution]:
    """GET executionhistory, the last run first; before: the run that the page before ended with."""
    rows = session.rows(
        "SELECT execution_id, definition_id, definition, result, started_at, finished_at"
        " FROM service_endpoint_executions WHERE endpoint_id = ? AND project_id = ? AND execution_id < ?"
        " ORDER BY execution_id DESC LIMIT ?",
        endpoint.endpoint_id,
        project.project_id,
        before if before is not None else 1 << 62,
        top,
    )
    return [EndpointExecution(**row) for row in rows]
