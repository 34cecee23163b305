"""Operations that a service does in the background, and how far they are.

The calls stand on https://dev.azure.com/{organization}/_apis/operations.
"""

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.store import Session


def begin(session: Session, organization: Organization) -> str:
    """A new operation's id; here it has succeeded by the time that anybody asks."""
    operation_id = session.new_guid("operation")
    session.add(
        "operations",
        operation_id=operation_id,
        organization_id=organization.organization_id,
        status="succeeded",
    )
    return operation_id


def get_operation(session: Session, organization: Organization, operation_id: str) -> str:
    """GET _apis/operations/{id}: its status."""
    row = session.row(
        "SELECT status FROM operations WHERE organization_id = ? AND operation_id = lower(?)",
        organization.organization_id,
        operation_id,
    )
    if row is None:
        raise errors.operation_not_found(operation_id)
    return str(row["status"])
