"""Making a token for an application or a managed identity."""

from azdo_emulator.http.arm.call import audiences as of_resource_manager
from azdo_emulator.http.devops.call import AUDIENCES as OF_AZURE_DEVOPS
from azdo_emulator.http.graph.call import audiences as of_graph
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import Claims
from azdo_emulator.model import Session
from azdo_emulator.model.entra import app_roles, sign_in_errors


def issue(
    server: Server, session: Session, tenant_id: str, object_id: str, app_id: str, resource: str
) -> str:
    """A token for a service of this server; it says what the app roles of its owner there are."""
    roles: tuple[str, ...] = ()
    if resource in of_graph(server):
        roles = app_roles.roles_of(session, object_id, app_roles.MICROSOFT_GRAPH)
    elif resource not in OF_AZURE_DEVOPS | of_resource_manager(server):
        raise sign_in_errors.resource_not_found(resource, tenant_id)
    return server.tokens.issue(Claims(object_id, tenant_id, resource, app_id, roles=roles))
