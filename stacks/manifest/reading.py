"""Reading one YAML file, strictly."""

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stacks.manifest import syntax, tree
from stacks.manifest.problem import Problem, spelled
from stacks.manifest.source import Source

LARGEST = 256 * 1024

BEGINS, ENDS = "<<<<<<<", ">>>>>>>"
ENCODINGS = {b"\xef\xbb\xbf": "a byte order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True)
class Reading:
    """What a file holds, as far as it could be read."""

    source: Source
    values: Any = None
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False
    """Whether the values are all there, so that they can be judged."""


def read(path: Path, file: str, team: str = "") -> Reading:
    """Read a file; what is wrong with it is in the result, never raised."""
    raw = _bytes(path, file)
    return Reading(Source(file, team), problems=[raw]) if isinstance(raw, Problem) else parse(raw, file, team)


def parse(raw: bytes, file: str, team: str = "") -> Reading:
    """Understand what a file holds."""
    content = _decoded(raw, file)
    if isinstance(content, Problem):
        return Reading(Source(file, team), problems=[content])
    unreadable = _invisible(content, file)
    if unreadable:
        return Reading(Source(file, team), problems=unreadable)
    conflicts = _conflicts(content, file)
    if conflicts:
        return Reading(Source(file, team), problems=conflicts)
    grown = tree.Tree(file)
    try:
        grown.read(syntax.events(content))
    except tree.Stop:
        grown.whole = False
    except syntax.NotYaml as error:
        grown.problems.append(Problem(file, error.line, (), error.what, error.expected, error.todo))
        grown.whole = False
    return Reading(Source(file, team, grown.lines), grown.values, grown.problems, grown.whole)


def _bytes(path: Path, file: str) -> bytes | Problem:
    """What is in an ordinary, small file."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            return Problem(
                file, 1, (), "not an ordinary file", "a YAML file", "replace it by an ordinary file"
            )
        if about.st_size > LARGEST:
            size = f"a file of {about.st_size // 1024:,} kB"
            return Problem(
                file, 1, (), size, f"at most {LARGEST // 1024} kB", "check what is in it; remove it"
            )
        return path.read_bytes()
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or 'unknown reason').lower()}"
        return Problem(file, 1, (), reason, "a file that you may read", "check the file and its permissions")


def _decoded(raw: bytes, file: str) -> str | Problem:
    for mark, name in ENCODINGS.items():
        if raw.startswith(mark):
            what = f"the file begins with {name}" if name.startswith("a ") else f"the file is saved as {name}"
            return Problem(
                file, 1, (), what, "UTF-8 without a byte order mark", "save it again as plain UTF-8"
            )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(
            file, line, (), "bytes that are not UTF-8", "UTF-8 text", "save the file again as UTF-8"
        )


def _conflicts(content: str, file: str) -> list[Problem]:
    """Marks that git leaves where two changes meet; where each conflict begins, or ends."""
    lines = [line[:8].rstrip() for line in content.split("\n")]
    mark = BEGINS if BEGINS in lines else ENDS
    return [
        Problem(
            file,
            number,
            (),
            f"a mark of a merge that is not finished ({mark})",
            f"one of the two sides, without {BEGINS}, ======= and {ENDS}",
            "keep what is right of both sides, and remove the marks",
        )
        for number, line in enumerate(lines, start=1)
        if line == mark
    ]


def _invisible(content: str, file: str) -> list[Problem]:
    """Characters that people do not see in a review; the first of each line."""
    found = []
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), start=1):
        odd = next((c for c in line if not c.isprintable()), None) if not line.isprintable() else None
        if odd == "\t":
            problem = Problem(file, number, (), "a tab", "spaces only", "replace the tab by spaces")
        elif odd is not None:
            what = f"an invisible character ({spelled(odd)})"
            problem = Problem(
                file, number, (), what, "visible characters and spaces", "remove it, or type a space"
            )
        else:
            continue
        found.append(problem)
    return found
