"""How things are named where they live."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.text import text

PLACEHOLDER = "{workload}"


class Names(Part):
    """How things are named where they live; `{workload}` stands for the workload's first name."""

    managed_identity: Annotated[
        str,
        text(
            # With a workload's name of 3 to 60 characters in it, this is always a name that Azure takes.
            r"^([a-zA-Z0-9][a-zA-Z0-9_-]{0,33})?\{workload\}[a-zA-Z0-9_-]{0,34}$",
            longest=78,
            expected="letters, digits, _ and - around one {workload}, at most 34 on each side of it",
            example="id-{workload}",
        ),
    ] = Field(
        default="id-{workload}",
        description="The name of a managed identity in Azure. Azure cannot rename one: "
        "changing this replaces every managed identity of the stack.",
    )

    def of_managed_identity(self, workload: str) -> str:
        """The managed identity's name for a workload's first name."""
        return self.managed_identity.replace(PLACEHOLDER, workload)
