"""The resource group in which managed identities live."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.text import text


class ResourceGroup(Part):
    """A resource group of the subscription."""

    name: Annotated[
        str,
        text(
            r"^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$",
            longest=90,
            expected="at most 90 letters, digits, and _ - . ( ), not ending in a full stop",
            example="rg-contoso-identities",
        ),
    ] = Field(description="The resource group's name in the subscription.")
    create: bool = Field(
        default=False,
        description="true: the stack creates the group, and deletes it with the stack. "
        "false: the group is there already; it is looked up, never changed, never deleted.",
    )
