"""What a step of the search is asked, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """An engine for the checkout at `root`; `pinned` means the pinned version and no other."""

    root: Path
    say: Callable[[str], None]
    pinned: bool = False


@dataclass(frozen=True)
class Found:
    """An engine that works, and the files of its own Python language host if it brings one."""

    cli: Path
    version: str
    reason: str
    host: tuple[Path, ...] = ()


class Skipped(Exception):
    """A step that gives no engine; the message is the reason, as a sentence."""


Step = Callable[[Request], Found]
