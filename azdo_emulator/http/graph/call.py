"""One call to Microsoft Graph: the directory, and who calls."""

from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Path, Request

from azdo_emulator.http import context
from azdo_emulator.http.context import bearer
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import Claims
from azdo_emulator.model import Refused, Session, replication
from azdo_emulator.model.entra import errors, permissions
from azdo_emulator.model.entra.app_roles import MICROSOFT_GRAPH
from azdo_emulator.model.entra.permissions import Right
from azdo_emulator.model.ids import GUID


def audiences(server: Server) -> set[str]:
    """What a token for Microsoft Graph is made for: its client id, or an address of it."""
    return {MICROSOFT_GRAPH, server.graph, "https://graph.microsoft.com", "https://graph.microsoft.com/"}


def referenced(address: str) -> str:
    """The object id at the end of an object's address."""
    found = address.rstrip("/").rpartition("/")[2]
    if not GUID.fullmatch(found):
        raise Refused(400, "Request_BadRequest", f"Invalid object identifier '{found}'.")
    return found


class Identified(Protocol):
    """An object of the directory."""

    @property
    def object_id(self) -> str:
        """What it is called there."""


Found = TypeVar("Found", bound=Identified)


@dataclass(frozen=True)
class Call:
    """One call, inside a transaction. url: the service with the version that the caller asked for."""

    server: Server
    session: Session
    claims: Claims
    url: str

    @property
    def tenant_id(self) -> str:
        """The caller's own directory; there is no way into another."""
        return self.claims.tenant_id

    def bound(self, addresses: list[str]) -> list[str]:
        """Whom these addresses of objects mean; the caller, where there are none."""
        found = [referenced(address).lower() for address in addresses] or [self.claims.object_id]
        if len(set(found)) < len(found):
            raise errors.duplicate_values()
        return found

    def seen(self, found: Found) -> Found:
        """What was found, once Microsoft Graph sees it: it is slow to see what it has just made."""
        if not replication.sees(self.session, replication.Lag.GRAPH, found.object_id):
            raise errors.object_not_found(found.object_id)
        return found

    def require(self, right: Right, object_id: str = "") -> None:
        """Refuse a caller who has not got this right; object_id: what it is over, where its owners count."""
        caller = self.claims
        permissions.require(self.session, caller.object_id, right, object_id, by_person=caller.by_person)


@dataclass(frozen=True)
class Context(context.Context[Call]):
    """One request; version: `v1.0` or `beta`."""

    version: str

    def call(self, session: Session) -> Call:
        """The call of somebody who is signed in."""
        claims = self.server.tokens.read(self.token, audiences(self.server))
        if claims is None:
            raise Refused(401, "InvalidAuthenticationToken", "Access token validation failure.")
        return Call(self.server, session, claims, f"{self.server.graph}/{self.version}")


def _context(request: Request, version: Annotated[str, Path(pattern=r"^(v1\.0|beta)$")]) -> Context:
    return Context(request.app.state.server, bearer(request), version)


AnyContext = Annotated[Context, Depends(_context)]
