"""A part of a manifest: what all of them have in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

NO_VALUE = "no_value"


class Part(BaseModel):
    """Typed, unchangeable, and without a place for a key that nobody declared."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_no_value(cls, value: Any) -> Any:
        # A key without a value is a forgotten value; read as the default it could mean something else,
        # such as the organisation's group instead of a project's.
        if value is None:
            raise PydanticCustomError(NO_VALUE, NO_VALUE)
        return value
