"""Where in Azure a role applies."""

from pydantic import Field

from stacks.manifest.line import Line
from stacks.manifest.organization import Organization
from stacks.manifest.part import Part
from stacks.manifest.resource_group import ResourceGroupName
from stacks.manifest.subscription import SubscriptionKey


class Scope(Part):
    """A resource group, which is there already; or, for a reason, a whole subscription."""

    subscription: SubscriptionKey = Field(
        description="The subscription, by its short name in organization.yaml."
    )
    resource_group: ResourceGroupName | None = Field(
        default=None,
        description="The resource group's name in the subscription. Left out, the whole subscription is "
        "meant, which takes a `reason`.",
    )
    reason: Line | None = Field(
        default=None,
        description="Why the role has to be there, in a sentence: the description of the role assignment. "
        "A whole subscription takes one.",
    )

    def resource_id(self, organization: Organization) -> str:
        """The scope as Azure spells it: `/subscriptions/…/resourceGroups/…`."""
        subscription = f"/subscriptions/{organization.subscriptions[self.subscription].id}"
        if self.resource_group is None:
            return subscription
        return f"{subscription}/resourceGroups/{self.resource_group}"
