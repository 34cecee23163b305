"""A mapping by names that the author of the file chooses."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import Field

Name = TypeVar("Name", bound=str)
Value = TypeVar("Value")

ByName = Annotated[Mapping[Name, Value], Field(json_schema_extra={"additionalProperties": False})]
