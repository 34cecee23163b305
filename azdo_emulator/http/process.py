"""The process of a running server: started, found again, and stopped.

It holds a lock on a file for as long as it lives, so that nobody has to guess from a number whether it does.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http.server import Discovery, Server

LOCK, RECORD, LOG = "server.lock", "server.json", "server.log"
LOOKS = 0.02
"""Seconds between two looks at the lock."""

STOP_TIMEOUT = 15.0
"""Seconds that a server is given to stop; what it is doing takes milliseconds."""


_started: list[subprocess.Popen[bytes]] = []
"""Servers that this very process has started: kept, because Python warns of one that is let go of."""


@dataclass(frozen=True)
class Running:
    """A running server: its process, its addresses, since when, and how discovery answers."""

    pid: int
    http: str
    https: str
    since: str
    discovery: Discovery

    def said(self) -> str:
        """Who and where it is, in a user's words."""
        return f"process {self.pid} at {self.http} and {self.https}, since {self.since}"


def start(folder: Path, http: int = 0, https: int = 0, discovery: Discovery = "full") -> Running:
    """Start the server over the cloud in `folder`, unless it runs; a port of 0 is any free one."""
    with (folder / LOG).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "azdo_emulator.http", folder, str(http), str(https), discovery],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            # It outlives the command, and a Ctrl-C on the terminal is not meant for it.
            start_new_session=True,
        )
    assert process.stdout is not None
    with process.stdout:
        answer = json.loads(process.stdout.readline() or "{}")
    if "what" in answer:
        process.wait()
        raise EmulatorError(**answer)
    _started.append(process)
    found = running(folder)
    if found is None:
        raise EmulatorError(
            "the sandbox's server did not start",
            "a process that answers on this machine",
            f"read {folder / LOG}",
        )
    return found


def running(folder: Path) -> Running | None:
    """The running server over the cloud in `folder`, if there is one."""
    while folder.is_dir():
        # Looking takes a share of the lock only, so that no look is in the way of another or of a start.
        with _lock(folder, fcntl.LOCK_SH) as free:
            if free:
                return None
            # One that is just opening or closing has the lock and no record.
            with suppress(FileNotFoundError):
                return Running(**json.loads((folder / RECORD).read_text()))
        time.sleep(LOOKS)
    return None


def stop(folder: Path) -> Running | None:
    """Stop the server; what it was, or nothing where it was stopped."""
    found = running(folder)
    if found is None:
        return None
    with suppress(ProcessLookupError):
        os.kill(found.pid, signal.SIGTERM)
    end = time.monotonic() + STOP_TIMEOUT
    while running(folder):
        if time.monotonic() > end:
            raise EmulatorError(
                f"the sandbox's server does not stop: {found.said()}",
                f"an end within {STOP_TIMEOUT:.0f} seconds",
                f"look what it is doing, or end it: kill -9 {found.pid}; the cloud's file survives that",
            )
        time.sleep(LOOKS)
    for process in _started:
        # Its last moment comes after it has let go of the lock.
        process.wait(STOP_TIMEOUT)
    _started.clear()
    return found


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Be the one process of the server of `folder`; a second one learns who is."""
    end = time.monotonic() + STOP_TIMEOUT
    while time.monotonic() < end:
        with _lock(folder, fcntl.LOCK_EX) as free:
            if free:
                # A server that was killed has left its own.
                (folder / RECORD).unlink(missing_ok=True)
                try:
                    yield
                finally:
                    (folder / RECORD).unlink(missing_ok=True)
                return
        if found := running(folder):
            raise EmulatorError(
                f"the sandbox's server is running already: {found.said()}",
                "one process for each sandbox",
                "use that one, or `patless sandbox stop` it first",
            )
    raise EmulatorError(
        "the sandbox's server is being started and stopped by others",
        "one process for each sandbox",
        "try again",
    )


def record(folder: Path, server: Server) -> None:
    """Write down where the server is, for those who look for it."""
    now = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    part = folder / f"{RECORD}.part"
    part.write_text(
        json.dumps(asdict(Running(os.getpid(), server.http, server.https, now, server.discovery)))
    )
    part.rename(folder / RECORD)


@contextmanager
def _lock(folder: Path, share: int) -> Iterator[bool]:
    """Hold the lock of the server, alone or with others; whether it was free."""
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, share | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
