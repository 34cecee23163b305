"""A service connection that pipelines sign in through."""

from typing import Annotated, ClassVar

from pydantic import Field

from stacks.manifest.choice import Choice
from stacks.manifest.membership import Membership, ProjectName
from stacks.manifest.organization import Organization
from stacks.manifest.part import Part
from stacks.manifest.pipeline import Pipeline
from stacks.manifest.role import Role, role_id
from stacks.manifest.scope import Scope
from stacks.manifest.text import text

# It is the name of the connection's federated credential too, which takes no other characters.
ConnectionName = Annotated[
    str,
    text(
        "^[a-zA-Z0-9][a-zA-Z0-9_-]+[a-zA-Z0-9]$",
        longest=100,
        expected="3 to 100 letters, digits, - and _",
        example="azure-support",
    ),
]
Branch = Annotated[
    str,
    text(
        r"^refs/(heads|tags)/[^\s~^:?\[\\/]+(/[^\s~^:?\[\\/]+)*$",
        longest=256,
        expected="the full name of a branch, such as refs/heads/main; * stands for any text",
        example="refs/heads/main",
    ),
]


class Target(Scope):
    """What a connection opens, and the role that its identity gets there."""

    role: Role | None = Field(
        default=None,
        description="The role that the identity gets there; left out, the connection gives it none.",
    )

    @property
    def role_id(self) -> str | None:
        """The GUID of the role's definition."""
        return None if self.role is None else role_id(self.role)


class ContainerRegistry(Target):
    """An Azure container registry."""

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


class ConnectionChecks(Part):
    """What has to hold before a run may use a connection."""

    approvers: tuple[Membership, ...] = Field(
        default=(), description="Groups one of whose members approves each use."
    )
    branches: tuple[Branch, ...] = Field(
        default=(), description="The branches whose runs may use it; none listed: any."
    )
    exclusive_lock: bool = Field(default=False, description="true: one run at a time.")


class Connection(Choice):
    """A service connection by workload identity federation: no secret, and no pipeline but those listed."""

    one_of: ClassVar[tuple[str, ...]] = ("azure", "container_registry")

    project: ProjectName = Field(description="The project that the connection is in.")
    name: ConnectionName | None = Field(
        default=None,
        description="The connection's name in the project; its key when left out. The key stays when the "
        "name changes, and tells connections of one name in several projects apart.",
    )
    formerly: tuple[ConnectionName, ...] | None = Field(
        default=None,
        description="Earlier keys: a rename that is listed here keeps the connection. Needed only where "
        "several connections are equal in all but their keys; an empty list says that this one is new.",
    )
    azure: Target | None = Field(default=None, description="Azure: one resource group.")
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
    def target(self) -> Target:
        """What it opens, whatever the kind."""
        target = self.azure or self.container_registry
        assert target is not None
        return target
