"""A resource group, and the one in which managed identities live."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.subscription import SubscriptionKey
from stacks.manifest.text import text

ResourceGroupName = Annotated[
    str,
    text(
        r"^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$",
        longest=90,
        expected="at most 90 letters, digits, and _ - . ( ), not ending in a full stop",
        example="rg-contoso-identities",
    ),
]


class ResourceGroup(Part):
    """A resource group for managed identities."""

    name: ResourceGroupName = Field(description="The resource group's name in the subscription.")
    subscription: SubscriptionKey | None = Field(
        default=None,
        description="The subscription, by its short name; needed where the stack may use several.",
    )
    create: bool = Field(
        default=False,
        description="true: the stack creates the group, and deletes it with the stack. "
        "false: the group is there already; it is looked up, never changed, never deleted.",
    )
