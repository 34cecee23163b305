"""A validator's no, in the user's words."""

from pydantic_core import PydanticCustomError

KIND = "patless"


def refusal(what: str, *, expected: str, todo: str) -> PydanticCustomError:
    """The error that a validator raises to say what is wrong, what was expected and what to do."""
    return PydanticCustomError(KIND, "{what}", {"what": what, "expected": expected, "todo": todo})
