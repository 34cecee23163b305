"""Microsoft Graph, v1.0 and beta. A further kind of object: a file with its routes and a line here."""

from patless.sandbox.rest import service as services
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.graph import (
    app_role_assignments,
    applications,
    directory_objects,
    federated_credentials,
    groups,
    service_principals,
    users,
)
from patless.sandbox.rest.graph.refusals import REFUSALS
from patless.sandbox.rest.service import Service

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


def service(door: Door) -> Service:
    """The service."""
    return services.service("microsoft-graph", door, ROUTERS, REFUSALS)
