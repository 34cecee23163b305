"""Making a token for an application or a managed identity."""

from patless.sandbox.model import Session
from patless.sandbox.model.entra import app_roles, sign_in_errors
from patless.sandbox.rest.arm.call import audiences as of_resource_manager
from patless.sandbox.rest.devops.call import AUDIENCES as OF_AZURE_DEVOPS
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.graph.call import audiences as of_graph
from patless.sandbox.rest.tokens import Claims


def issue(door: Door, session: Session, tenant_id: str, object_id: str, app_id: str, resource: str) -> str:
    """A token for a service of this door; it says what the app roles of its owner there are."""
    roles: tuple[str, ...] = ()
    if resource in of_graph(door):
        roles = app_roles.roles_of(session, object_id, app_roles.MICROSOFT_GRAPH)
    elif resource not in OF_AZURE_DEVOPS | of_resource_manager(door):
        raise sign_in_errors.resource_not_found(resource, tenant_id)
    return door.tokens.issue(Claims(object_id, tenant_id, resource, app_id, roles=roles))
