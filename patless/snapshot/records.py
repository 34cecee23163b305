"""The things of an organisation, as far as reports need them.

The service's bodies are read leniently: what is left out has a default, and what is unknown is ignored.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Record(BaseModel):
    """Something that a service told of."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, frozen=True, extra="ignore")


class Person(Record):
    """Somebody whom the organisation knows. Source: GraphUser."""

    descriptor: str
    display_name: str = ""
    principal_name: str | None = None
    is_deleted_in_origin: bool | None = None
    """Whether Entra has lost them already."""

    @property
    def name(self) -> str:
        """The name that they sign in with."""
        return self.principal_name or self.display_name or self.descriptor

    @property
    def may_have_tokens(self) -> bool:
        """Whether this is a person; the build service and its like have no tokens of this kind."""
        return self.descriptor.partition(".")[0] in ("aad", "msa")


class Reference(Record):
    """Somebody as other things name them. Source: IdentityRef."""

    id: str = ""
    display_name: str | None = None
    unique_name: str | None = None

    @property
    def name(self) -> str:
        """The name that they sign in with, or at least their id."""
        return self.unique_name or self.display_name or self.id


class AccessToken(Record):
    """A personal access token of somebody; never the token itself. Source: SessionToken."""

    authorization_id: str
    owner: str
    """The descriptor of whose it is."""

    display_name: str | None = None
    scope: str | None = None
    """Scopes with spaces between them; `app_token` is full access."""

    target_accounts: list[str] | None = None
    """The organisations that it is good for; None: for all of its owner's."""

    valid_from: datetime | None = None
    valid_to: datetime
    is_valid: bool | None = None

    @property
    def is_global(self) -> bool:
        """Whether it is good for all organisations of its owner."""
        return self.target_accounts is None

    @property
    def scopes(self) -> frozenset[str]:
        """Its scopes, in lower case."""
        return frozenset((self.scope or "").lower().split())

    @property
    def is_full(self) -> bool:
        """Whether it may do whatever its owner may."""
        return "app_token" in self.scopes


class Project(Record):
    """A project."""

    id: str
    name: str


class Authorization(Record):
    """How a connection signs in. A parameter that is a secret reads as None."""

    scheme: str
    parameters: dict[str, Any] | None = None

    def parameter(self, name: str) -> str:
        """A parameter by its name, in whatever case; empty where there is none."""
        found = {key.lower(): value for key, value in (self.parameters or {}).items()}.get(name.lower())
        return found if isinstance(found, str) else ""


class ProjectReference(Record):
    """A project that has a connection, with the name that it has there."""

    project_reference: Project
    name: str | None = None


class Connection(Record):
    """A service connection. Source: ServiceEndpoint."""

    id: str
    name: str
    type: str
    url: str | None = None
    authorization: Authorization | None = None
    """None where the caller may not see it."""

    data: dict[str, Any] | None = None
    created_by: Reference | None = None
    is_disabled: bool | None = None
    service_endpoint_project_references: list[ProjectReference] | None = None


class Hook(Record):
    """A service hook: what is sent to somebody else when something happens. Source: Subscription."""

    id: str
    status: str | None = None
    event_type: str | None = None
    consumer_id: str | None = None
    consumer_inputs: dict[str, Any] | None = None
    publisher_inputs: dict[str, Any] | None = None
    created_by: Reference | None = None


class Pool(Record):
    """An agent pool."""

    id: int
    name: str
    is_hosted: bool | None = None


class Agent(Record):
    """An agent. The service does not say who registered it, nor how."""

    id: int
    name: str
    version: str | None = None
    status: str | None = None
