"""Text that follows a pattern, and the words that say so."""

from typing import Any

from pydantic import Field


def without(characters: str) -> str:
    """The pattern of a name: one line, no space around it, none of these characters."""
    return rf"^[^\s{characters}]([^\n{characters}]*[^\s{characters}])?$"


def text(pattern: str, *, longest: int, expected: str, example: str) -> Any:
    """A constraint for a text; editors show the same words as Patless when a value breaks it."""
    return Field(
        pattern=pattern,
        max_length=longest,
        examples=[example],
        json_schema_extra={"patternErrorMessage": expected},
    )
