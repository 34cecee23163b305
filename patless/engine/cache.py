"""Where engines are kept for every checkout on the machine."""

import os
import platform
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from patless.engine.lock import exclusive

ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
UNFINISHED = ".unfinished-"


def folder() -> Path:
    """The cache: `$PATLESS_CACHE`, or where the machine keeps caches."""
    if chosen := os.environ.get("PATLESS_CACHE"):
        return Path(chosen).absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "patless"


def platform_name() -> str:
    """This machine as Pulumi's releases name it, for example `linux-x64`."""
    machine = platform.machine().lower()
    return f"{sys.platform}-{ARCHITECTURES.get(machine, machine)}"


@contextmanager
def entry(key: str, say: Callable[[str], None]) -> Iterator[Path]:
    """The folder of one engine, for one process at a time, without what an interrupted one left."""
    place = folder() / "engine" / key
    place.mkdir(parents=True, exist_ok=True)
    with exclusive(place.parent / f"{key}.lock", say):
        for leftover in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        yield place


def unfinished(place: Path) -> Path:
    """A new folder in an entry, gone by the next time the entry is used, whatever happens."""
    made = place / f"{UNFINISHED}{secrets.token_hex(4)}"
    made.mkdir()
    return made


def finish(file: Path, place: Path) -> Path:
    """Moves a finished file into the entry, at once and whole."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    return file.rename(place / file.name)
