"""What can be made of a value, when what cannot be read counts as the worse."""

from guardrails.engine.props import Absent, Known, Unknown, Value


def text(value: Value) -> str | None:
    """The text, where it can be read."""
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None


def pending(value: Value) -> bool:
    """Whether the value is not known yet, so that only a rule about the stack can tell its source."""
    return isinstance(value, Unknown)


def may_be(value: Value, flag: bool, *, absent: bool) -> bool:
    """Whether it is, or might be, true (or false, as asked); `absent` is what a missing value stands for."""
    match value:
        case Absent():
            return absent is flag
        case Known(bool() as known):
            return known is flag
        case Known("true" | "false" as word):
            return (word == "true") is flag
    return True
