"""One run of the engine, timed, with the memory of everything that it starts."""

import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.5
"""Seconds between two looks at the memory: few enough to see the peak, many enough not to be seen in it."""

LIMIT = 900
"""Seconds after which a run counts as one that hangs."""


@dataclass(frozen=True)
class Measured:
    """What one run took."""

    seconds: float
    cpu_seconds: float
    """Processor time of all its processes: on a machine that is busy, steadier than the time on the clock."""

    peak_mb: float
    """Most memory of all its processes together; what they share counts for each."""


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command that has to succeed."""
    with tempfile.TemporaryFile() as output:
        begun, used = time.perf_counter(), _used()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        peak = 0
        while True:
            try:
                code = process.wait(PAUSE)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, _resident(process.pid))
                if time.perf_counter() - begun > LIMIT:
                    process.terminate()
                    raise SystemExit(f"bench: {' '.join(command)} hangs: no end after {LIMIT} s") from None
        seconds = time.perf_counter() - begun
        if code:
            output.seek(0)
            raise SystemExit(f"bench: {' '.join(command)} failed:\n{output.read().decode()}")
    return Measured(seconds, _used() - used, peak / 1024)


def _used() -> float:
    """Processor time of all children that have ended, and of theirs."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _resident(root: int) -> int:
    """Resident memory of a process and all below it, in KiB."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], check=True, capture_output=True, text=True
    ).stdout
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for line in listed.splitlines():
        pid, parent, size = map(int, line.split())
        parents[pid], sizes[pid] = parent, size

    def within(pid: int) -> bool:
        while pid in parents and pid != root:
            pid = parents[pid]
        return pid == root

    return sum(size for pid, size in sizes.items() if within(pid))
