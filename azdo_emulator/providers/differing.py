"""The difference between what a resource is and what the program now wants."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from azdo_emulator.providers.facts import Properties
from azdo_emulator.providers.values import Values, plain


@dataclass(frozen=True)
class Difference:
    """One place that differs: ADD, DELETE or UPDATE, and the input that it belongs to."""

    path: str
    kind: str
    input: str


def differences(old: Values, new: Values, properties: Properties) -> list[Difference]:
    """All places in which the new inputs differ from the old ones."""
    found: list[Difference] = []
    for name in sorted(old.keys() | new.keys()):
        fact = properties.get(name)
        if fact is None or (fact.filled and new.get(name) is None):
            continue
        if same(old.get(name), new.get(name), fact.alike):
            continue
        found += [
            Difference(path, kind, name)
            for path, kind in _places(name, plain(old.get(name)), plain(new.get(name)), fact.alike == "set")
        ]
    return found


def same(old: object, new: object, alike: str) -> bool:
    """Whether two values mean the same thing; nothing and something empty do."""
    old, new = plain(old), plain(new)
    if old == new or not (old or new):
        return True
    if old is None or new is None or alike not in _ALIKE:
        return False
    return _ALIKE[alike](old, new)


def _case(old: object, new: object) -> bool:
    return isinstance(old, str) and isinstance(new, str) and old.lower() == new.lower()


def _location(old: object, new: object) -> bool:
    return _case(str(old).replace(" ", ""), str(new).replace(" ", ""))


def _set(old: object, new: object) -> bool:
    return isinstance(old, list) and isinstance(new, list) and _members(old) == _members(new)


def _licence(old: object, new: object) -> bool:
    # The service may answer one of these for another.
    equal = {"earlyadopter", "express", "basic"}
    return _case(old, new) or {str(old).lower(), str(new).lower()} <= equal


_ALIKE: Mapping[str, Callable[[object, object], bool]] = {
    "case": _case,
    "location": _location,
    "set": _set,
    "licence": _licence,
}


def _places(path: str, old: object, new: object, is_set: bool) -> Iterator[tuple[str, str]]:
    if old is None:
        yield path, "ADD"
    elif new is None:
        yield path, "DELETE"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                yield from _places(f"{path}.{key}", old.get(key), new.get(key), False)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _set_places(path, old, new) if is_set else _list_places(path, old, new)
    else:
        yield path, "UPDATE"


def _set_places(path: str, old: list[object], new: list[object]) -> Iterator[tuple[str, str]]:
    gone = {index for index, item in enumerate(old) if _spelled(item) not in _members(new)}
    come = {index for index, item in enumerate(new) if _spelled(item) not in _members(old)}
    for index in sorted(gone | come):
        kind = "UPDATE" if index in gone & come else "DELETE" if index in gone else "ADD"
        yield f"{path}[{index}]", kind


def _list_places(path: str, old: list[object], new: list[object]) -> Iterator[tuple[str, str]]:
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else None
        after = new[index] if index < len(new) else None
        if before != after:
            yield from _places(f"{path}[{index}]", before, after, False)


def _members(items: list[object]) -> set[str]:
    return {_spelled(item) for item in items}


def _spelled(item: object) -> str:
    return str(sorted(item.items()) if isinstance(item, dict) else item)
