"""The values of a YAML text, and the line of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from stacks.manifest.problem import KeyPath, Problem, shown, spelled
from stacks.manifest.scalar import scalar

DEEPEST = 16


class Stop(Exception):
    """A mistake after which the rest of a text means nothing."""


@dataclass
class _Level:
    """A list or a mapping that is being read."""

    path: KeyPath
    values: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass
class Tree:
    """What was read so far: values, lines, and the mistakes that YAML itself would allow."""

    file: str
    values: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    """Whether every value was understood, so that it can be judged."""

    _levels: list[_Level] = field(default_factory=list)
    _documents: int = 0

    def read(self, events: Iterable[Event]) -> None:
        """Take in a text's events; no recursion, so that no depth of it can hurt."""
        for event in events:
            line = event.start_mark.line + 1
            self._check(event, line)
            match event:
                case AliasEvent():
                    self.whole = False
                    self._add(None, line)
                case ScalarEvent():
                    self._add_scalar(event, line)
                case CollectionStartEvent():
                    self._open(event, line)
                case MappingEndEvent() | SequenceEndEvent():
                    self._close()
                case DocumentStartEvent():
                    self._begin_document(line)

    def _begin_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            todo = "remove the --- line, or move what follows into a file of its own"
            self._stop(line, "a second document begins here", "one document in a file", todo)

    def _check(self, event: Event, line: int) -> None:
        """Refuse what a reader of the file would have to look up elsewhere."""
        anchor: str | None = getattr(event, "anchor", None)
        if isinstance(event, AliasEvent):
            what = f"an alias (*{shown(str(anchor))})"
            self._mistake(line, what, "every value written out", "write the value here")
        elif anchor:
            what = f"an anchor (&{shown(anchor)})"
            self._mistake(line, what, "every value written out", "remove it, or quote the text")
        elif getattr(event, "ctag", None):
            self._mistake(line, "a tag (a word after !)", "plain values", "remove it, or quote the text")

    def _place(self) -> KeyPath:
        if not self._levels:
            return ()
        level = self._levels[-1]
        if isinstance(level.values, list):
            return (*level.path, len(level.values))
        return level.path if level.key is None else (*level.path, level.key)

    def _add_scalar(self, event: ScalarEvent, line: int) -> None:
        text = event.value
        odd = next((c for c in text if not c.isprintable() and c != "\n"), None)
        if odd is not None:
            self._stop(
                line, f"a character that cannot be shown ({spelled(odd)})", "visible text", "remove it"
            )
        level = self._levels[-1] if self._levels else None
        if level is not None and isinstance(level.values, dict) and level.key is None:
            self._begin_key(level, text, line)
        else:
            self._add(scalar(text) if event.style is None else text, line)

    def _begin_key(self, level: _Level, key: str, line: int) -> None:
        path = (*level.path, key)
        level.key = key
        if key in level.values:
            first = self.lines[path]
            self._mistake(
                line, f"this key is already on line {first}", "each key once", "keep one of the two"
            )
        self.lines[path] = line

    def _add(self, value: Any, line: int) -> None:
        if not self._levels:
            self.values = value
            self.lines[()] = line
            return
        level = self._levels[-1]
        if isinstance(level.values, list):
            self.lines[self._place()] = line
            level.values.append(value)
        elif level.key is None:
            self._stop(line, "a key that is not text", "`key: value`", "write a word before the colon")
        else:
            level.values[level.key] = value
            level.key = None

    def _open(self, event: CollectionStartEvent, line: int) -> None:
        level = self._levels[-1] if self._levels else None
        if level is not None and isinstance(level.values, dict) and level.key is None:
            self._stop(line, "a key that is not text", "`key: value`", "write a word before the colon")
        if len(self._levels) == DEEPEST:
            what = f"more than {DEEPEST} levels of lists and mappings"
            self._stop(line, what, "the few levels of the schema", "remove the inner levels")
        path = self._place()
        if level is None or isinstance(level.values, list):
            self.lines[path] = line
        self._levels.append(_Level(path, {} if isinstance(event, MappingStartEvent) else []))

    def _close(self) -> None:
        level = self._levels.pop()
        # Lists become tuples: a manifest is never changed after it was read.
        self._add(
            level.values if isinstance(level.values, dict) else tuple(level.values), self.lines[level.path]
        )

    def _mistake(self, line: int, what: str, expected: str, todo: str) -> None:
        self.problems.append(Problem(self.file, line, self._place(), what, expected, todo))

    def _stop(self, line: int, what: str, expected: str, todo: str) -> None:
        self._mistake(line, what, expected, todo)
        raise Stop
