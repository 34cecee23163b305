"""YAML files that people write about the guardrails: what stands in them, and on which line."""

from collections.abc import Iterator
from dataclasses import dataclass, field


class Unreadable(Exception):
    """The file cannot be read, or is not the YAML that it has to be; says where and why."""

    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class Node:
    """A value and the line on which it begins."""

    line: int
    plain: object
    """The value as Python has it; dates stay texts."""

    entries: dict[str, "Node"] = field(default_factory=dict)
    """What a mapping holds."""

    elements: tuple["Node", ...] = ()
    """What a list holds."""


def parse(text: str) -> Node | None:
    """What stands in a text; none where nothing does."""
    # The rules themselves need no YAML, so a program that has nothing to read does not pay for it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
        return None if root is None else _node(root)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # Not the parser's own words: they quote the line.
        raise Unreadable("This cannot be read as YAML.", mark.line + 1 if mark else 1) from None
    except RecursionError:
        raise Unreadable("This holds itself, by an alias.") from None


# Annotated as objects because the parser's nodes have no types of their own.
def _node(node: object) -> Node:
    line: int = node.start_mark.line + 1  # type: ignore[attr-defined]
    value = node.value  # type: ignore[attr-defined]
    if isinstance(value, str):
        return Node(line, _scalar(value, str(node.tag)))  # type: ignore[attr-defined]
    if all(isinstance(one, tuple) for one in value) and "map" in str(node.tag):  # type: ignore[attr-defined]
        entries = dict(_entries(value))
        return Node(line, {key: one.plain for key, one in entries.items()}, entries=entries)
    elements = tuple(_node(one) for one in value)
    return Node(line, [one.plain for one in elements], elements=elements)


def _entries(pairs: list[tuple[object, object]]) -> Iterator[tuple[str, Node]]:
    seen: set[str] = set()
    for key, value in pairs:
        name, line = key.value, key.start_mark.line + 1  # type: ignore[attr-defined]
        if not isinstance(name, str) or name in seen:
            raise Unreadable(f'"{name}" stands here twice, or is no name.', line)
        seen.add(name)
        found = _node(value)
        yield name, Node(line, found.plain, found.entries, found.elements)


def _scalar(text: str, tag: str) -> object:
    match tag.rpartition(":")[2]:
        case "bool":
            return text.lower() in ("true", "yes", "on")
        case "int" if text.lstrip("-").isdecimal():
            return int(text)
        case "null":
            return None
    return text
