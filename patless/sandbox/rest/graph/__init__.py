"""Microsoft Graph, v1.0 and beta. A further kind of object: a file with its routes and a line here."""

from patless.sandbox.rest import service as services
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.graph import applications
from patless.sandbox.rest.graph.refusals import REFUSALS
from patless.sandbox.rest.service import Service

ROUTERS = [applications.router]


def service(door: Door) -> Service:
    """The service."""
    return services.service("microsoft-graph", door, ROUTERS, REFUSALS)
