"""JSON patches, with which Azure DevOps changes some of its things."""

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from azdo_emulator.model.devops import errors

Value = TypeVar("Value", bound=BaseModel)


class Change(BaseModel):
    """One change of a patch."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    value: Any = None

    @property
    def steps(self) -> list[str]:
        """The parts of the path."""
        return self.path.strip("/").split("/")

    def read(self, kind: type[Value]) -> Value:
        """The value, which has to be of this kind."""
        try:
            return kind.model_validate(self.value)
        except ValidationError as error:
            raise errors.change_not_valid(self.path) from error
