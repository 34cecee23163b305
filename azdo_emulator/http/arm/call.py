"""One call to Azure Resource Manager: the subscriptions, and who calls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from azdo_emulator.http import visit
from azdo_emulator.http.door import Door
from azdo_emulator.http.tokens import Claims
from azdo_emulator.http.visit import bearer
from azdo_emulator.model import Refused, Session
from azdo_emulator.model.azure import permissions

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-\w+)?")


def audiences(door: Door) -> set[str]:
    """What a token for Azure Resource Manager is made for: an address of it."""
    return {
        door.resource_manager,
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
class Visit(visit.Visit[Call]):
    """One request; url: where it went. query: with its api-version."""

    url: str
    query: Mapping[str, str]

    def call(self, session: Session) -> Call:
        """The call of somebody who is signed in."""
        claims = self.door.tokens.read(self.token, audiences(self.door))
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


def _visit(request: Request) -> Visit:
    door: Door = request.app.state.door
    path = request.url.path.removeprefix(request.scope["root_path"])
    return Visit(door, bearer(request), f"{door.resource_manager}{path}", dict(request.query_params))


AnyVisit = Annotated[Visit, Depends(_visit)]
