"""A service connection that pipelines sign in through."""

from typing import Annotated, ClassVar

from pydantic import Field

from stacks.manifest.choice import Choice
from stacks.manifest.connection_checks import ConnectionChecks
from stacks.manifest.escapes import AsShown
from stacks.manifest.membership import ProjectName
from stacks.manifest.organization import Organization
from stacks.manifest.pipeline import Pipeline
from stacks.manifest.resource_group import ResourceGroupName
from stacks.manifest.role import Role, role_id
from stacks.manifest.scope import AnyScope, Scope
from stacks.manifest.subscription import SubscriptionKey
from stacks.manifest.text import text, without

ConnectionKey = Annotated[
    str,
    text(
        "^[a-zA-Z0-9][a-zA-Z0-9_-]+[a-zA-Z0-9]$",
        longest=100,
        expected="3 to 100 letters, digits, - and _; another name goes into `name`",
        example="azure-support",
    ),
]
# The service looks several names up at once, with commas between them.
ConnectionName = Annotated[
    str,
    text(
        without(","),
        longest=255,
        expected="the connection's name, as Azure DevOps shows it: one line, without commas",
        example="Azure Prod (EU)",
    ),
    AsShown,
]


class Opened(Scope):
    """What a connection opens, and the role that its identity gets there."""

    role: Role | None = Field(
        default=None,
        description="The role that the identity gets there; left out, the connection gives it none.",
    )

    @property
    def role_id(self) -> str | None:
        """The GUID of the role's definition."""
        return None if self.role is None else role_id(self.role)


class Target(Opened, AnyScope):
    """A resource group; or, for a reason, a whole subscription or management group."""


class ContainerRegistry(Opened):
    """An Azure container registry."""

    subscription: SubscriptionKey = Field(
        description="The subscription, by its short name in organization.yaml."
    )
    resource_group: ResourceGroupName = Field(description="The resource group's name in the subscription.")
    registry: Annotated[
        str,
        text(
            "^[a-zA-Z0-9]{5,50}$",
            longest=50,
            expected="the registry's name, 5 to 50 letters and digits, without .azurecr.io",
            example="contosoimages",
        ),
    ] = Field(description="The registry's name; its role is on this registry alone.")

    def resource_id(self, organization: Organization) -> str:
        """The registry as Azure spells it."""
        group = super().resource_id(organization)
        return f"{group}/providers/Microsoft.ContainerRegistry/registries/{self.registry}"


class Connection(Choice):
    """A service connection by workload identity federation: no secret, and no pipeline but those listed."""

    one_of: ClassVar[tuple[str, ...]] = ("azure", "container_registry")

    project: ProjectName = Field(description="The project that the connection is in.")
    name: ConnectionName | None = Field(
        default=None,
        description="The connection's name in the project, as people read it; its key when left out. The key "
        "stays when the name changes, and tells connections of one name in several projects apart.",
    )
    formerly: tuple[ConnectionKey, ...] | None = Field(
        default=None,
        description="Earlier keys: a rename that is listed here keeps the connection. Needed only where "
        "several connections are equal in all but their keys; an empty list says that this one is new.",
    )
    existing: bool = Field(
        default=False,
        description="true: somebody else looks after it; it is looked up, never changed and never deleted.",
    )
    azure: Target | None = Field(
        default=None, description="Azure: one resource group; or, for a reason, more."
    )
    container_registry: ContainerRegistry | None = Field(
        default=None, description="An Azure container registry, to push and pull images."
    )
    pipelines: tuple[Pipeline, ...] = Field(
        default=(),
        description="The pipelines that may use it, by path or number; none listed: none. There is no all.",
    )
    checks: ConnectionChecks = Field(
        default=ConnectionChecks(), description="What has to hold before a run may use it."
    )

    def named(self, key: str) -> str:
        """Its name in the project, from its key."""
        return self.name or key

    @property
    def target(self) -> Opened:
        """What it opens, whatever the kind."""
        target = self.azure or self.container_registry
        assert target is not None
        return target
