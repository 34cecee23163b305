"""A resource as plain data, in the shape of `pulumi stack export`."""

from collections.abc import Mapping
from typing import Any

from guardrails.engine.props import Absent, Known, Props, Value

Entry = Mapping[str, Any]


def name(entry: Entry) -> str:
    """The logical name."""
    return str(entry["urn"]).rpartition("::")[2]


def value(entry: Entry, path: str) -> Value:
    """What is at a path of the inputs."""
    return Props(entry.get("inputs") or {}).get(path)


def text(entry: Entry, path: str) -> str:
    """The input as a text; empty where there is none, or none that can be read: unknown or secret."""
    match value(entry, path):
        case Known(str() as found):
            return found
        case Known(int() | float() as number) if not isinstance(number, bool):
            return f"{number:g}" if number != int(number) else str(int(number))
    return ""


def output(entry: Entry, path: str) -> str:
    """The output as a text; empty where there is none that can be read."""
    match Props(entry.get("outputs") or {}).get(path):
        case Known(str() as found):
            return found
    return ""


def flag(entry: Entry, path: str, default: bool) -> bool | None:
    """The input as true or false; None where it cannot be read."""
    match value(entry, path):
        case Absent():
            return default
        case Known(bool() as known):
            return known
        case Known("true" | "false" as word):
            return word == "true"
    return None
