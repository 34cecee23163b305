"""A workload's role in an agent pool."""

from typing import Annotated, Literal

from pydantic import Field

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
]


class AgentPool(Part):
    """A role in an agent pool of the organisation."""

    role: Literal["reader", "user", "administrator"] = Field(
        description="reader: see it. user: run jobs in it. administrator: register agents, and all the rest."
    )
