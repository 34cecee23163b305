"""An Azure subscription that the stack may use."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.escapes import AsShown
from stacks.manifest.guid import Guid
from stacks.manifest.part import Part
from stacks.manifest.text import text, without

SubscriptionKey = Annotated[
    str,
    text(
        "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        longest=40,
        expected="a short name of your own: lower-case letters, digits and hyphens",
        example="prod",
    ),
]


class Subscription(Part):
    """An Azure subscription, under a short name of your own."""

    id: Guid = Field(description="The subscription's id.")
    name: Annotated[
        str,
        text(
            without(""),
            longest=64,
            expected="the subscription's name, as the Azure portal shows it",
            example="Contoso Production",
        ),
        AsShown,
    ] = Field(description="The subscription's display name, as the Azure portal shows it.")

    @property
    def resource_id(self) -> str:
        """The subscription as Azure spells it."""
        return f"/subscriptions/{self.id}"
