"""Sign-in: the metadata document, the token endpoint and the managed-identity endpoints."""

import re

from patless.sandbox.rest import service as services
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.login import managed_identity, metadata, token
from patless.sandbox.rest.login.refusals import REFUSALS
from patless.sandbox.rest.service import Service

FIRST = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|common|organizations|metadata|msi", re.IGNORECASE
)
"""What the first part of a path of these services is: a tenant, or one of their own names."""


ROUTERS = [metadata.router, token.router, managed_identity.router]


def service(door: Door) -> Service:
    """The service."""
    return services.service("sign-in", door, ROUTERS, REFUSALS)
