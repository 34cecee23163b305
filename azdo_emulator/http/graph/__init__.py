"""Microsoft Graph, v1.0 and beta. A further kind of object: a file with its routes and a line here."""

from azdo_emulator.http import service as services
from azdo_emulator.http.graph import (
    app_role_assignments,
    applications,
    directory_objects,
    federated_credentials,
    groups,
    service_principals,
    users,
)
from azdo_emulator.http.graph.refusals import REFUSALS
from azdo_emulator.http.server import Server
from azdo_emulator.http.service import Service

ROUTERS = [
    applications.router,
    applications.owners_router,
    federated_credentials.router,
    service_principals.router,
    service_principals.owners_router,
    app_role_assignments.router,
    groups.router,
    groups.owners_router,
    users.router,
    directory_objects.router,
]


def service(server: Server) -> Service:
    """The service."""
    return services.service("microsoft-graph", server, ROUTERS, REFUSALS)
