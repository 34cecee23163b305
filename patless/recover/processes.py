"""The processes of a sandbox: those that a dead run left behind may still write."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from patless.errors import PatlessError

TIMEOUT = 10.0
"""Seconds that leftovers have to end: on their own, since the engine is gone, then after a SIGTERM."""

OURS = re.compile(r" -m (azdo_emulator\.providers|patless\.engine\.host) | -P \S*/patless/engine/program\.py")
"""The command lines of emulated plug-ins, language hosts and programs: the only ones that are ever ended."""


@dataclass(frozen=True)
class Process:
    """A process of this machine."""

    id: int
    parent: int
    command: str


def belongs(process: int, sandbox: Path) -> bool:
    """Whether the process is alive and runs on this sandbox; one that cannot be looked at may."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    wanted = f"PATLESS_SANDBOX={sandbox}"
    if sys.platform == "linux":
        try:
            return wanted in Path(f"/proc/{process}/environ").read_text(errors="replace").split("\0")
        except FileNotFoundError:
            return False
        except OSError:
            return True
    return f" {wanted} " in f"{_ps('-E', '-ww', '-o', 'command=', '-p', str(process))} "


def end_leftovers(sandbox: Path) -> int:
    """Let the processes end that a dead run of this sandbox left behind; how many there were.

    Those of a live run have their engine above them and are none of our business.
    """
    first = _leftovers(sandbox)
    if not _gone_in(TIMEOUT, sandbox):
        for left in _leftovers(sandbox):
            with suppress(ProcessLookupError):
                os.kill(left.id, signal.SIGTERM)
        if not _gone_in(TIMEOUT, sandbox):
            ids = ", ".join(str(left.id) for left in _leftovers(sandbox))
            raise PatlessError(
                f"processes of the run that died do not end: {ids}",
                "no process of it that could still write",
                f"end them (`kill {ids.replace(',', '')}`), then run `make recover` again",
            )
    return len(first)


def _gone_in(seconds: float, sandbox: Path) -> bool:
    end = time.monotonic() + seconds
    while _leftovers(sandbox):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _leftovers(sandbox: Path) -> list[Process]:
    return [
        process
        for process in _all()
        if OURS.search(f"{process.command} ")
        and belongs(process.id, sandbox)
        and not belongs(process.parent, sandbox)
    ]


def _all() -> list[Process]:
    if sys.platform == "linux":
        return [found for entry in Path("/proc").iterdir() if (found := _of_proc(entry))]
    lines = (line.split(None, 2) for line in _ps("-axww", "-o", "pid=,ppid=,command=").splitlines())
    return [Process(int(id), int(parent), command) for id, parent, command in lines]


def _of_proc(entry: Path) -> Process | None:
    if not entry.name.isdecimal():
        return None
    try:
        command = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
        # After the command's name, which may hold anything, in brackets: the state, then the parent.
        parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
    except OSError:
        return None  # It has ended.
    return Process(int(entry.name), int(parent), command)


def _ps(*words: str) -> str:
    return subprocess.run(["ps", *words], check=False, capture_output=True, text=True).stdout
