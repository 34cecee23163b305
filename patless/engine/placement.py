"""Puts an engine and its Python language host into a checkout."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from patless.engine.ambient import HOST_FILES
from patless.engine.record import cli_of, folder_of
from patless.engine.step import Found

UNFINISHED = ".unfinished-"
LAUNCHER = """\
#!/bin/sh
# The Python language host of Patless, for the engine that lies beside this file.
exec {python} -I -m patless.engine.host "$@"
"""


def place(root: Path, found: Found) -> None:
    """Fills `.patless/engine/bin`; until this has ended, no engine is recorded there. One call at a time."""
    bin_folder = cli_of(root).parent
    bin_folder.mkdir(parents=True, exist_ok=True)
    (folder_of(root) / "engine.json").unlink(missing_ok=True)
    for leftover in bin_folder.glob(f"{UNFINISHED}*"):
        leftover.unlink()
    _link(found.cli, cli_of(root))
    for name in HOST_FILES:
        (bin_folder / name).unlink(missing_ok=True)
    for file in found.host:
        _link(file, bin_folder / file.name)
    if not found.host:
        _write(bin_folder / HOST_FILES[0], launcher())


def launcher() -> str:
    """The file that the engine starts; `-I` keeps files and settings of the user out of the host."""
    # One name for each environment: `sys.executable` may be any of its links.
    python = Path(sys.prefix, "bin", "python")
    return LAUNCHER.format(python=shlex.quote(str(python if python.exists() else sys.executable)))


def is_complete(root: Path) -> bool:
    """Whether the language host is in place and, if it is ours, starts with this Python."""
    host = cli_of(root).with_name(HOST_FILES[0])
    if not host.is_file():
        return False
    content = host.read_bytes()
    return b"patless.engine.host" not in content or content == launcher().encode()


def _link(source: Path, target: Path) -> None:
    unfinished = _beside(target)
    try:
        # A link costs no disk; across file systems, or to another user's file, it cannot be made.
        os.link(source, unfinished)
    except OSError:
        shutil.copy2(source, unfinished)
    unfinished.replace(target)
    # Two links to one file are left as they are by a rename.
    unfinished.unlink(missing_ok=True)


def _write(target: Path, text: str) -> None:
    unfinished = _beside(target)
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(0o755)
    unfinished.replace(target)


def _beside(target: Path) -> Path:
    return target.with_name(f"{UNFINISHED}{target.name}")
