"""`organization.yaml`: the organisation, tenant and subscriptions of a stack."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.access_levels import AccessLevels
from stacks.manifest.by_name import ByName
from stacks.manifest.deployer import Deployer
from stacks.manifest.document import Document
from stacks.manifest.guid import Guid
from stacks.manifest.management_group import ManagementGroup, ManagementGroupKey
from stacks.manifest.names import Names
from stacks.manifest.resource_group import ResourceGroup
from stacks.manifest.subscription import Subscription, SubscriptionKey
from stacks.manifest.tags import Tags
from stacks.manifest.text import text

OrganizationName = Annotated[
    str,
    text(
        "^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$",
        longest=50,
        expected="the name alone, without https://dev.azure.com/: letters, digits and hyphens",
        example="contoso",
    ),
]
Location = Annotated[
    str,
    text(
        "^[a-z][a-z0-9]+$",
        longest=40,
        expected="an Azure region's short name: lower-case letters and digits",
        example="westeurope",
    ),
]


class Organization(Document):
    """One Azure DevOps organisation, with the tenant and the subscriptions that belong to it."""

    organization: OrganizationName = Field(
        description="The Azure DevOps organisation: `contoso` for https://dev.azure.com/contoso."
    )
    tenant: Guid = Field(description="The id of the Entra tenant that the organisation is connected to.")
    subscriptions: ByName[SubscriptionKey, Subscription] = Field(
        min_length=1,
        description="The Azure subscriptions that the stack may use, by short names of your own.",
    )
    management_groups: ByName[ManagementGroupKey, ManagementGroup] = Field(
        default={},
        description="The Azure management groups that the stack may use, by short names of your own.",
    )
    location: Location = Field(description="The Azure region of what the stack creates.")
    resource_group: ResourceGroup = Field(description="The resource group in which managed identities live.")
    names: Names = Field(default=Names(), description="How things are named where they live.")
    protect: bool = Field(
        default=True,
        description="true: access and service connections cannot be deleted by a run until this is false.",
    )
    deployers: tuple[Deployer, ...] = Field(
        default=(),
        description="Who deploys the stack, people and pipelines: the owners of its applications, the same "
        "for whoever runs it. Left out, whoever deployed the first application is the only owner.",
    )
    access_levels: AccessLevels = Field(
        default=AccessLevels(), description="What access levels cost, and what the stack may spend on them."
    )
    tags: Tags = Field(default={}, description="Tags on everything that the stack creates in Azure.")

    @property
    def subscription(self) -> Subscription:
        """The subscription in which managed identities live."""
        key = self.resource_group.subscription
        return next(iter(self.subscriptions.values())) if key is None else self.subscriptions[key]
