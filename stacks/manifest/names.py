"""How things are named where they live."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.text import text

PLACEHOLDER = "{workload}"
# What an application's name begins with, goes on with, and ends with.
FIRST, MORE, LAST = r"[\p{L}\p{N}]", r"[\p{L}\p{N} _.()-]", r"[\p{L}\p{N}_.()-]"


class Names(Part):
    """How things are named where they live; `{workload}` stands for the workload's name."""

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
        description="The name of a managed identity in Azure, by the workload's first name. Azure cannot "
        "rename one: changing this replaces every managed identity of the stack.",
    )
    application: Annotated[
        str,
        text(
            rf"^({FIRST}{MORE}{{0,29}})?\{{workload\}}({MORE}{{0,29}}{LAST})?$",
            longest=70,
            expected="letters, digits, spaces and _ - . ( ) around {workload}, at most 30 on each side",
            example="{workload}",
        ),
    ] = Field(
        default="{workload}",
        description="The display name of an application in Entra, by the workload's present name.",
    )

    def of_managed_identity(self, workload: str) -> str:
        """The managed identity's name for a workload's first name."""
        return self.managed_identity.replace(PLACEHOLDER, workload)

    def of_application(self, workload: str) -> str:
        """The application's display name for a workload's present name."""
        return self.application.replace(PLACEHOLDER, workload)
