"""What pipelines may use and checks may guard: of all kinds of resources, the sandbox knows two."""

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.endpoints import get_service_endpoint_details
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.ids import GUID
from azdo_emulator.model.store import Session


def refuse_unknown(
    session: Session, organization: Organization, project: Project, resource_type: str, resource_id: str
) -> None:
    """A permission or a check is on something that the project has. Not seen live for each kind."""
    if resource_type == "endpoint":
        found = GUID.fullmatch(resource_id) and get_service_endpoint_details(
            session, organization, project.project_id, resource_id
        )
        if not found:
            raise errors.protected_resource_not_found(resource_type, resource_id)
