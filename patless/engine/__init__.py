"""How the Pulumi engine gets onto a machine."""

import sys
from collections.abc import Callable
from pathlib import Path

from patless.engine.record import Engine, installed
from patless.errors import PatlessError

__all__ = ["Engine", "install", "installed"]


def install(root: Path, say: Callable[[str], None], *, pinned: bool = False) -> Engine:
    """The engine of the checkout at `root`, found or built first; `pinned` accepts one version only."""
    if sys.platform == "win32":
        raise PatlessError(
            "the engine cannot be set up on Windows", "Linux or macOS", "use the Windows Subsystem for Linux"
        )
    # Imported late: the language host loads this package at every preview and needs none of the rest, and
    # Windows has no such file locks.
    from patless.engine.search import install as search

    return search(root, say, pinned=pinned)
