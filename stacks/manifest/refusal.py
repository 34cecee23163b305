"""A validator's no, in the user's words."""

from pydantic_core import PydanticCustomError

KIND = "patless"


def refusal(what: str, *, expected: str, todo: str, nearest: str | None = None) -> PydanticCustomError:
    """The error that a validator raises to say what is wrong, what was expected and what to do."""
    words = {"what": what, "expected": expected, "todo": todo, "nearest": nearest}
    return PydanticCustomError(KIND, "{what}", words)
