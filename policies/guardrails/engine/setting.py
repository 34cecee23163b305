"""Settings: what a rule lets its users choose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast


class Shape(StrEnum):
    """What values a setting takes."""

    TEXT = "text"
    NUMBER = "whole number"
    FLAG = "true or false"
    TEXTS = "list of texts"


@dataclass(frozen=True)
class Setting:
    """One thing that users may choose about a rule."""

    default: object
    description: str
    kind: Shape

    def takes(self, value: object) -> bool:
        """Whether a value is of the right kind."""
        match self.kind:
            case Shape.TEXT:
                return isinstance(value, str)
            case Shape.FLAG:
                return isinstance(value, bool)
            case Shape.NUMBER:
                # The engine hands every number over as a float.
                return not isinstance(value, bool) and isinstance(value, int | float) and value == int(value)
            case Shape.TEXTS:
                return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)

    def schema(self, default: object) -> dict[str, object]:
        """The setting in the words of JSON Schema."""
        words: dict[Shape, dict[str, object]] = {
            Shape.TEXT: {"type": "string"},
            Shape.NUMBER: {"type": "integer"},
            Shape.FLAG: {"type": "boolean"},
            Shape.TEXTS: {"type": "array", "items": {"type": "string"}},
        }
        shown = list(default) if isinstance(default, tuple) else default
        return {**words[self.kind], "description": self.description, "default": shown}


Settings = Mapping[str, Setting]
Config = Mapping[str, object]


def complaints(settings: Settings, given: Config) -> Iterator[str]:
    """What is wrong with the values that were chosen."""
    for name, value in given.items():
        if name not in settings:
            known = ", ".join(sorted(settings)) or "none"
            yield f'There is no setting "{name}"; there are: {known}.'
        elif not settings[name].takes(value):
            yield f'The setting "{name}" has to be a {settings[name].kind}.'


def text(config: Config, name: str) -> str:
    """A setting that is a text."""
    return cast(str, config[name])


def number(config: Config, name: str) -> int:
    """A setting that is a whole number."""
    return int(cast(float, config[name]))


def flag(config: Config, name: str) -> bool:
    """A setting that is true or false."""
    return cast(bool, config[name])


def texts(config: Config, name: str) -> tuple[str, ...]:
    """A setting that is a list of texts."""
    return tuple(cast(tuple[str, ...], config[name]))
