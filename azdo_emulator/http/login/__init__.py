"""Sign-in: the metadata document, the token endpoint and the managed-identity endpoints."""

import re

from azdo_emulator.http import service as services
from azdo_emulator.http.login import managed_identity, metadata, token
from azdo_emulator.http.login.refusals import REFUSALS
from azdo_emulator.http.server import Server
from azdo_emulator.http.service import Service

FIRST = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|common|organizations|metadata|msi", re.IGNORECASE
)
"""What the first part of a path of these services is: a tenant, or one of their own names."""


ROUTERS = [metadata.router, token.router, managed_identity.router]


def service(server: Server) -> Service:
    """The service."""
    return services.service("sign-in", server, ROUTERS, REFUSALS)
