"""A workload's role in an agent pool."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.manifest.escapes import AsShown
from stacks.manifest.part import Part
from stacks.manifest.text import text, without

PoolName = Annotated[
    str,
    text(
        without(r'\\/:*?"<>|'),
        longest=128,
        expected=r"an agent pool's name, without \ / : * ? < > | and double quotes",
        example="linux-builders",
    ),
    AsShown,
]


class AgentPool(Part):
    """A role in an agent pool of the organisation."""

    role: Literal["reader", "service-account", "administrator"] = Field(
        description="reader: see it. service-account: listen for jobs in it, as an agent does. "
        "administrator: register agents, and all the rest."
    )
