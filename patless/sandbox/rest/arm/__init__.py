"""Azure Resource Manager. A further kind of resource: a file with its routes and a line here."""

from patless.sandbox.rest import service as services
from patless.sandbox.rest.arm import (
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
from patless.sandbox.rest.arm.refusals import REFUSALS
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.service import Service

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


def service(door: Door) -> Service:
    """The service."""
    return services.service("resource-manager", door, ROUTERS, REFUSALS)
