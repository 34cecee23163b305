"""Where in Azure a role applies."""

from typing import ClassVar

from pydantic import Field

from stacks.manifest.choice import Choice
from stacks.manifest.line import Line
from stacks.manifest.management_group import ManagementGroup, ManagementGroupKey
from stacks.manifest.organization import Organization
from stacks.manifest.part import Part
from stacks.manifest.resource_group import ResourceGroupName
from stacks.manifest.subscription import Subscription, SubscriptionKey


class Scope(Part):
    """A resource group, which is there already; or, for a reason, a whole subscription."""

    subscription: SubscriptionKey | None = Field(
        default=None, description="The subscription, by its short name in organization.yaml."
    )
    resource_group: ResourceGroupName | None = Field(
        default=None,
        description="The resource group's name in the subscription. Left out, the whole subscription is "
        "meant, which takes a `reason`.",
    )
    reason: Line | None = Field(
        default=None,
        description="Why the role has to be there, in a sentence: the description of the role assignment. "
        "A whole subscription or management group takes one.",
    )

    @property
    def group_above(self) -> ManagementGroupKey | None:
        """The management group, where the scope is one."""
        return None

    def top(self, organization: Organization) -> Subscription | ManagementGroup:
        """The subscription that the scope is in, or the management group that it is."""
        if self.group_above is not None:
            return organization.management_groups[self.group_above]
        assert self.subscription is not None
        return organization.subscriptions[self.subscription]

    def resource_id(self, organization: Organization) -> str:
        """The scope as Azure spells it: `/subscriptions/…/resourceGroups/…`."""
        top = self.top(organization).resource_id
        return top if self.resource_group is None else f"{top}/resourceGroups/{self.resource_group}"


class AnyScope(Scope, Choice):
    """A resource group; or, for a reason, a whole subscription or management group. It is there already."""

    one_of: ClassVar[tuple[str, ...]] = ("subscription", "management_group")

    management_group: ManagementGroupKey | None = Field(
        default=None,
        description="A management group, by its short name in organization.yaml: every subscription below "
        "it, now and later. It takes a `reason`.",
    )

    @property
    def group_above(self) -> ManagementGroupKey | None:
        """The management group, where the scope is one."""
        return self.management_group
