"""One call to Azure Resource Manager: the subscriptions, and who calls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from azdo_emulator.http import context
from azdo_emulator.http.context import bearer
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import Claims
from azdo_emulator.model import Refused, Session
from azdo_emulator.model.azure import permissions

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-\w+)?")


def audiences(server: Server) -> set[str]:
    """What a token for Azure Resource Manager is made for: an address of it."""
    return {
        server.resource_manager,
        "https://management.azure.com",
        "https://management.azure.com/",
        "https://management.core.windows.net/",
    }


@dataclass(frozen=True)
class Call:
    """One call, inside a transaction."""

    session: Session
    claims: Claims

    def require(self, action: str, scope: str) -> None:
        """Refuse a caller whom no role allows the action there, or above."""
        permissions.require(self.session, self.claims.object_id, action, scope)


@dataclass(frozen=True)
class Context(context.Context[Call]):
    """One request; url: where it went. query: with its api-version."""

    url: str
    query: Mapping[str, str]

    def call(self, session: Session) -> Call:
        """The call of somebody who is signed in."""
        claims = self.server.tokens.read(self.token, audiences(self.server))
        if claims is None:
            raise Refused(
                401, "InvalidAuthenticationToken", "The access token is invalid or is for another audience."
            )
        version = self.query.get("api-version", "")
        if not version:
            raise Refused(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.",
            )
        if not VERSION.fullmatch(version):
            # The real one also lists the versions that it knows.
            raise Refused(400, "InvalidApiVersionParameter", f"The api-version '{version}' is invalid.")
        return Call(session, claims)

    @property
    def after(self) -> str:
        """Where the page before this one ended."""
        return self.query.get("$skiptoken", "")

    def next_link(self, after: str) -> str:
        """Where the next page is."""
        return f"{self.url}?{urlencode({**self.query, '$skiptoken': after})}"


def _context(request: Request) -> Context:
    server: Server = request.app.state.server
    path = request.url.path.removeprefix(request.scope["root_path"])
    return Context(server, bearer(request), f"{server.resource_manager}{path}", dict(request.query_params))


AnyContext = Annotated[Context, Depends(_context)]
