"""One call to Azure DevOps: the cloud, the organisation, and who calls."""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from azdo_emulator.http import context
from azdo_emulator.http.context import bearer
from azdo_emulator.http.devops.locations import VSSPS, address
from azdo_emulator.http.devops.refusals import Unauthorized
from azdo_emulator.http.tokens import Claims
from azdo_emulator.model import Session
from azdo_emulator.model.devops import denials, entitlements, permissions
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.devops.permissions import Right
from azdo_emulator.model.devops.projects import Organization, Project, get_organization
from azdo_emulator.model.devops.subjects import Subject, get_subject_by_origin

AUDIENCES = {AZURE_DEVOPS, f"{AZURE_DEVOPS}/", "https://app.vssps.visualstudio.com"}


@dataclass(frozen=True)
class Call:
    """One call, inside a transaction.

    url: where the organisation is on this host. identities_url: where its graph and its identities are.
    """

    session: Session
    organization: Organization
    caller: Subject
    claims: Claims
    url: str
    identities_url: str

    def require(self, right: Right, project: Project | None = None, resource_id: str = "") -> None:
        """Refuse a caller who has not got this right: in the organisation, a project, or over one thing."""
        permissions.require(self.session, self.organization, self.caller, right, project, resource_id)

    def holds(self, right: Right, project: Project | None = None, resource_id: str = "") -> bool:
        """Whether the caller has this right."""
        return permissions.holds(self.session, self.organization, self.caller, right, project, resource_id)

    def require_person(self) -> None:
        """Refuse everybody but a person who has signed in."""
        if not self.claims.by_person:
            raise denials.personal_access_tokens()


@dataclass(frozen=True)
class Context(context.Context[Call]):
    """One request to an organisation; url: where the organisation is on this host."""

    organization: str
    url: str

    def call(self, session: Session) -> Call:
        """The call of somebody whom the organisation knows."""
        organization = get_organization(session, self.organization)
        claims = self.server.tokens.read(self.token, AUDIENCES)
        if claims is None or claims.tenant_id != organization.tenant_id:
            raise self._unauthorized(
                organization, "TF400813: The user '' is not authorized to access this resource."
            )
        caller = get_subject_by_origin(session, organization, claims.object_id)
        if caller is None:
            who = f"{claims.tenant_id}\\{claims.tenant_id}\\{claims.object_id}"
            raise self._unauthorized(
                organization,
                f"TF401444: Please sign-in at least once as {who} in a web browser to enable access to the "
                "service.",
            )
        if not entitlements.has_access_level(session, caller):
            # That a group alone lets nobody in is documented; the words were not seen live.
            raise self._unauthorized(
                organization,
                f"TF400813: The user '{claims.object_id}' is not authorized to access this resource.",
            )
        identities_url = address(self.server, VSSPS, self.organization)
        return Call(session, organization, caller, claims, self.url, identities_url)

    def _unauthorized(self, organization: Organization, message: str) -> Unauthorized:
        return Unauthorized(message, organization.tenant_id, self.server.https)


def _context(request: Request, organization: Annotated[str, Path(min_length=1)]) -> Context:
    url = f"{str(request.base_url).rstrip('/')}/{organization}"
    return Context(request.app.state.server, _token(request), organization, url)


def _token(request: Request) -> str:
    """A bearer token; Azure DevOps takes one in the place of a password as well. A PAT opens nothing here."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return bearer(request)
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


AnyContext = Annotated[Context, Depends(_context)]
