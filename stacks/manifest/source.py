"""Where a manifest was written: its file, and the line of every key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stacks.manifest.problem import KeyPath, Problem


@dataclass(frozen=True)
class Source:
    """A file of a stack, as its values were read from it."""

    file: str
    """Path below the project's folder, with forward slashes."""

    team: str = ""
    """The folder below `workloads/`; empty for a file directly in it and for `organization.yaml`."""

    lines: Mapping[KeyPath, int] = field(default_factory=dict, repr=False)

    def line(self, *path: str | int) -> int:
        """The line of a key; of the nearest key above it when the file does not hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(
        self, path: KeyPath, what: str, *, expected: str, todo: str, nearest: str | None = None
    ) -> Problem:
        """A mistake at a key of this file."""
        return Problem(self.file, self.line(*path), path, what, expected, todo, nearest)
