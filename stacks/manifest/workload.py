"""A workload: something that acts without a person."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.manifest.agent_pool import AgentPool, PoolName
from stacks.manifest.azure import Azure
from stacks.manifest.azure_devops import AzureDevOps
from stacks.manifest.by_name import ByName
from stacks.manifest.connection import Connection, ConnectionKey
from stacks.manifest.credential import Credential
from stacks.manifest.day import Day
from stacks.manifest.document import Document
from stacks.manifest.identity import Existing, Identity, Principal
from stacks.manifest.lifecycle import Lifecycle
from stacks.manifest.line import Line
from stacks.manifest.members import EntraGroupName
from stacks.manifest.organization import Organization
from stacks.manifest.tags import Tags
from stacks.manifest.text import text
from stacks.manifest.trust import Trust, TrustName

WorkloadName = Annotated[
    str,
    text(
        "^[a-z][a-z0-9-]+[a-z0-9]$",
        longest=60,
        expected="3 to 60 lower-case letters, digits and hyphens, beginning with a letter",
        example="ticket-triage",
    ),
]


class Workload(Document):
    """A bot, a service or an agent that acts in Azure DevOps with an identity of its own."""

    name: WorkloadName = Field(
        description="The workload's key in the stack; moving its file changes nothing."
    )
    formerly: tuple[WorkloadName, ...] = Field(
        default=(),
        description="Earlier names, oldest first: a rename that is listed here keeps the identity. "
        "The first one stays in the list for good.",
    )
    purpose: Line = Field(description="What the workload is for, in one sentence.")
    owners: tuple[EntraGroupName, ...] = Field(
        min_length=1, description="The Entra groups that answer for the workload, by name."
    )
    review_by: Day | None = Field(
        default=None, description="The day by which the owners look at the workload again."
    )
    lifecycle: Lifecycle = Field(
        default="active",
        description="active: at work. retired: all that it had is taken away; the file stays as a record.",
    )
    identity: Identity = Field(
        description="What the workload signs in with. managed: a managed identity in Azure. application: an "
        "application in Entra. {existing: …}: an identity that somebody else looks after."
    )
    signs_in_from: ByName[TrustName, Trust] = Field(
        default={}, description="Where outside Azure the workload signs in from, by short names of your own."
    )
    azure_devops: AzureDevOps = Field(
        default=AzureDevOps(access_level="none"),
        description="The workload's place in Azure DevOps; left out, it has none.",
    )
    azure: Azure = Field(default=Azure(), description="The workload's rights in Azure.")
    connections: ByName[ConnectionKey, Connection] = Field(
        default={},
        description="Service connections that use the workload's identity, by keys that stay. A key is the "
        "connection's name, where that is not given.",
    )
    agent_pools: ByName[PoolName, AgentPool] = Field(
        default={}, description="The workload's roles in agent pools, by their names."
    )
    tags: Tags = Field(
        default={}, description="Tags of this workload alone; they win over the organisation's."
    )

    @property
    def first_name(self) -> str:
        """The oldest name; what cannot be renamed where it lives keeps it."""
        return self.formerly[0] if self.formerly else self.name

    @property
    def kind(self) -> Literal["application", "managed", "existing"]:
        """The kind of its identity."""
        return "existing" if isinstance(self.identity, Existing) else self.identity

    @property
    def principal(self) -> Principal | None:
        """The identity that is there already; None for one that the stack creates."""
        return self.identity.existing if isinstance(self.identity, Existing) else None

    def identity_name(self, organization: Organization) -> str:
        """The identity's name where it lives; of one that is there already, the workload's name.

        No rename changes a managed identity's, which Azure cannot rename; an application's follows.
        """
        if self.kind == "managed":
            return organization.names.of_managed_identity(self.first_name)
        return organization.names.of_application(self.name) if self.kind == "application" else self.name

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """What the identity trusts, in the file's order; what connections add is known when they exist."""
        return tuple(
            credential for name, trust in self.signs_in_from.items() for credential in trust.credentials(name)
        )

    @property
    def own_connections(self) -> dict[str, Connection]:
        """The connections that the stack looks after, by key: all but those of others."""
        return {key: one for key, one in self.connections.items() if not one.existing}

    @property
    def is_active(self) -> bool:
        """Whether there is anything of it to deploy."""
        return self.lifecycle == "active"

    @property
    def team(self) -> str:
        """The folder below `workloads/` that the file is in; empty when it is in none."""
        return self.source.team
