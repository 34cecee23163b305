"""One call to Azure Resource Manager: the subscriptions, and who calls."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from patless.sandbox.model import Refused, Session
from patless.sandbox.model.azure import permissions
from patless.sandbox.rest import visit
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.tokens import Claims
from patless.sandbox.rest.visit import bearer


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
    """One request; version: its api-version."""

    version: str

    def call(self, session: Session) -> Call:
        """The call of somebody who is signed in."""
        claims = self.door.tokens.read(self.token, audiences(self.door))
        if claims is None:
            raise Refused(
                401, "InvalidAuthenticationToken", "The access token is invalid or is for another audience."
            )
        if not self.version:
            raise Refused(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.",
            )
        return Call(session, claims)


def _visit(request: Request) -> Visit:
    return Visit(request.app.state.door, bearer(request), request.query_params.get("api-version", ""))


AnyVisit = Annotated[Visit, Depends(_visit)]
