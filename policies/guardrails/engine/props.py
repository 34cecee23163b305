"""What can be told about a resource's properties without ever tripping over one that is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# Marks an object that is not what it looks like: a secret, an output, an asset.
SIGNATURE = "4dabf18193072939515e22adb298388d"

# What `pulumi policy analyze` shows in place of a secret that it cannot decrypt.
REDACTED_TEXT = "[secret]"

# The engine's words for a boolean, number, string, array, asset, archive, object that it does not know yet.
UNKNOWN_TEXTS = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


@dataclass(frozen=True)
class Known:
    """A value that can be read; it may be a secret in plain text, so it is never shown."""

    value: object = field(repr=False)


@dataclass(frozen=True)
class Unknown:
    """A value that is there and cannot be read: not computed yet, or inside something of the wrong type."""


@dataclass(frozen=True)
class Redacted:
    """A secret that is there and was hidden before it got here."""


@dataclass(frozen=True)
class Absent:
    """No value."""


Value = Known | Unknown | Redacted | Absent


class Props:
    """The properties of a resource, from any source: the pack's proxies, a program's outputs, saved state.

    A path names one property by dots, "authPersonal.personalAccessToken"; "[]" stands for every element
    of a list, "variables[].secretValue".
    """

    def __init__(self, raw: object) -> None:
        self.root = _classify(raw)
        """All of them."""

    def get(self, path: str) -> Value:
        """What is at the path; the first of them where the path names several."""
        return next(self.values(path), Absent())

    def has(self, path: str) -> bool:
        """Whether anything is at the path, or might be."""
        return any(not isinstance(value, Absent) for value in self.values(path))

    def values(self, path: str) -> Iterator[Value]:
        """Everything that is at the path."""
        return _walk(self.root, path.replace("[]", ".[]").split("."))

    def items(self) -> Iterator[tuple[str, Value]]:
        """Every property; none where the properties themselves are not known."""
        return parts(self.root)


def parts(value: Value) -> Iterator[tuple[str, Value]]:
    """What a block or a list holds, by name; "[]" names every element of a list."""
    match value:
        case Known(Mapping() as block):
            # Only the keys as the iteration gives them: asking a pack's proxy for more reads the values.
            for key in list(block):
                yield key, _read(block, key)
        case Known(str()):
            return
        case Known(Sequence() as elements):
            for index in range(len(elements)):
                yield "[]", _read(elements, index)


def _walk(value: Value, steps: Sequence[str]) -> Iterator[Value]:
    if not steps or not isinstance(value, Known):
        yield value
        return
    holder, step, rest = value.value, steps[0], steps[1:]
    if step == "[]" and isinstance(holder, Sequence) and not isinstance(holder, str):
        for index in range(len(holder)):
            yield from _walk(_read(holder, index), rest)
    elif step != "[]" and isinstance(holder, Mapping):
        # Asking a pack's proxy `step in holder` reads the value, and reading an unknown one raises.
        yield from _walk(_read(holder, step) if step in set(holder) else Absent(), rest)
    else:
        yield Unknown()


def _read(holder: Mapping[str, object] | Sequence[object], key: str | int) -> Value:
    try:
        return _classify(holder[key])  # type: ignore[index]  # the caller pairs holder and key
    except Exception:
        # Whatever a source raises for a key that it lists, the value is there and cannot be read.
        return Unknown()


def _classify(raw: object) -> Value:
    if isinstance(raw, Known | Unknown | Redacted | Absent):
        return raw
    if raw is None:
        return Absent()
    if isinstance(raw, str) and raw in UNKNOWN_TEXTS:
        return Unknown()
    if raw == REDACTED_TEXT or (isinstance(raw, Mapping) and SIGNATURE in set(raw)):
        return Redacted()
    return Known(raw)
