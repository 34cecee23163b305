"""Azure Resource Manager. A further kind of resource: a file with its routes and a line here."""

from patless.sandbox.rest import service as services
from patless.sandbox.rest.arm import resource_groups
from patless.sandbox.rest.arm.refusals import REFUSALS
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.service import Service

ROUTERS = [resource_groups.router]


def service(door: Door) -> Service:
    """The service."""
    return services.service("resource-manager", door, ROUTERS, REFUSALS)
