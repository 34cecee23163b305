"""A workload: something that acts without a person."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.azure_devops import AzureDevOps
from stacks.manifest.document import Document
from stacks.manifest.identity import Identity
from stacks.manifest.line import Line
from stacks.manifest.organization import Organization
from stacks.manifest.tags import Tags
from stacks.manifest.text import text, without

WorkloadName = Annotated[
    str,
    text(
        "^[a-z][a-z0-9-]+[a-z0-9]$",
        longest=60,
        expected="3 to 60 lower-case letters, digits and hyphens, beginning with a letter",
        example="ticket-triage",
    ),
]
Owner = Annotated[
    str,
    text(
        without("@"),
        longest=256,
        expected="the name of an Entra group, never one person",
        example="sg-support",
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
    owners: tuple[Owner, ...] = Field(
        min_length=1, description="The Entra groups that answer for the workload, by name."
    )
    identity: Identity = Field(
        description="What the workload signs in with. managed: a managed identity in Azure."
    )
    azure_devops: AzureDevOps = Field(
        default=AzureDevOps(access_level="none"),
        description="The workload's place in Azure DevOps; left out, it has none.",
    )
    tags: Tags = Field(
        default={}, description="Tags of this workload alone; they win over the organisation's."
    )

    @property
    def first_name(self) -> str:
        """The oldest name; what cannot be renamed where it lives keeps it."""
        return self.formerly[0] if self.formerly else self.name

    def identity_name(self, organization: Organization) -> str:
        """The identity's name where it lives, which no rename of the workload changes."""
        return organization.names.of_managed_identity(self.first_name)

    @property
    def team(self) -> str:
        """The folder below `workloads/` that the file is in; empty when it is in none."""
        return self.source.team
