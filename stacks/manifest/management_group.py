"""An Azure management group that the stack may use."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.escapes import AsShown
from stacks.manifest.part import Part
from stacks.manifest.subscription import SubscriptionKey
from stacks.manifest.text import text, without

ManagementGroupKey = SubscriptionKey
"""A short name of the author's own, as subscriptions have."""


class ManagementGroup(Part):
    """An Azure management group, under a short name of your own."""

    id: Annotated[
        str,
        text(
            r"^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$",
            longest=90,
            expected="the management group's id, as the Azure portal shows it: no name, no path",
            example="contoso",
        ),
    ] = Field(description="The management group's id; that of the tenant's root group is the tenant's.")
    name: Annotated[
        str,
        text(
            without(""),
            longest=90,
            expected="the management group's name, as the Azure portal shows it",
            example="Contoso",
        ),
        AsShown,
    ] = Field(description="The management group's display name, as the Azure portal shows it.")

    @property
    def resource_id(self) -> str:
        """The management group as Azure spells it."""
        return f"/providers/Microsoft.Management/managementGroups/{self.id}"
