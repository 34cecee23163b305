"""Where in Azure a role applies."""

from pydantic import Field

from stacks.manifest.organization import Organization
from stacks.manifest.part import Part
from stacks.manifest.resource_group import ResourceGroupName
from stacks.manifest.subscription import SubscriptionKey


class Scope(Part):
    """A resource group, which is there already."""

    subscription: SubscriptionKey = Field(
        description="The subscription, by its short name in organization.yaml."
    )
    resource_group: ResourceGroupName = Field(description="The resource group's name in the subscription.")

    def resource_id(self, organization: Organization) -> str:
        """The scope as Azure spells it: `/subscriptions/…/resourceGroups/…`."""
        subscription = organization.subscriptions[self.subscription]
        return f"/subscriptions/{subscription.id}/resourceGroups/{self.resource_group}"
