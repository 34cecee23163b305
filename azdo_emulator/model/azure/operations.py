"""Long-running operations: what they do is done at once, but they go on where a test or a user asks for it.

Their results stand on Azure Resource Manager: /subscriptions/{id}/operationresults/{operation}.
"""

from azdo_emulator.model import replication
from azdo_emulator.model.store import Session


def begin_operation(session: Session) -> str:
    """The id of a new operation."""
    operation = session.new_guid("operation")
    replication.appears(session, operation, replication.Lag.OPERATIONS)
    return operation


def is_over(session: Session, operation: str) -> bool:
    """GET .../operationresults/{operation}: whether it has ended; so has one that nobody knows."""
    return replication.sees(session, replication.Lag.OPERATIONS, operation)
