"""JSON patches, with which Azure DevOps changes some of its things."""

from typing import Any, Literal

from pydantic import BaseModel


class Change(BaseModel):
    """One change of a patch."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    value: Any = None

    @property
    def steps(self) -> list[str]:
        """The parts of the path."""
        return self.path.strip("/").split("/")
