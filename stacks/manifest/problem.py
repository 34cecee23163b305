"""One mistake in a manifest, and the error that reports all of them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""The way to a value: keys by name, list items by number."""

SHOWN_PROBLEMS = 30
SHOWN_CHARACTERS = 60
NO_NAME = '""'


def visible(text: str) -> str:
    """The text without characters that control a terminal."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shown(text: str) -> str:
    """The text as a message quotes it: visible, and short."""
    return visible(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")


def spelled(character: str) -> str:
    """A character that cannot be seen, in words."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '').lower()}".strip()


def dotted(path: KeyPath) -> str:
    """A key path as people write it: `azure_devops.member_of[0].group`."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step) or NO_NAME}" for step in path)
    return words.removeprefix(".")


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, what is wrong, what was expected, what to do."""

    file: str
    line: int
    path: KeyPath
    what: str
    expected: str
    todo: str
    nearest: str | None = None

    @property
    def key(self) -> str:
        """The key path as people write it; empty when the whole file is meant."""
        return dotted(self.path)

    def __str__(self) -> str:
        place = f"{visible(self.file)}:{self.line}"
        subject = f"{self.key}: {self.what}" if self.path else self.what
        question = f"did you mean `{self.nearest}`? If not, " if self.nearest else ""
        return f"{place}: {subject}\n  expected: {self.expected}\n  next:     {question}{self.todo}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by file and line."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line)))


class ManifestError(Exception):
    """The manifests of a stack cannot be used; `problems` says why, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(f"{len(self.problems)} problems")

    def __str__(self) -> str:
        blocks = [str(problem) for problem in self.problems[:SHOWN_PROBLEMS]]
        if len(self.problems) > 1:
            files = len({problem.file for problem in self.problems})
            left_out = len(self.problems) - len(blocks)
            tail = f"; the first {SHOWN_PROBLEMS} are shown" if left_out else ""
            blocks.append(f"{len(self.problems)} problems in {files} file{'s' * (files > 1)}{tail}.")
        return "\n".join(blocks)
