"""Azure Resource Manager. A further kind of resource: a file with its routes and a line here."""

from azdo_emulator.http import service as services
from azdo_emulator.http.arm import (
    identities,
    identity_credentials,
    management_groups,
    operations,
    resource_groups,
    resources,
    role_assignments,
    role_definitions,
    subscriptions,
)
from azdo_emulator.http.arm.refusals import REFUSALS
from azdo_emulator.http.server import Server
from azdo_emulator.http.service import Service

ROUTERS = [
    subscriptions.router,
    management_groups.router,
    operations.router,
    resource_groups.router,
    role_assignments.router,
    role_definitions.router,
    identity_credentials.router,
    identities.router,
    # The last one, because its paths fit those of the others too.
    resources.router,
]


def service(server: Server) -> Service:
    """The service."""
    return services.service("resource-manager", server, ROUTERS, REFUSALS)
