"""The processes that the language host starts, and their end."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from patless.engine import child
from tests.engine_setup.project import eventually, is_gone, pids_in

STUBBORN = """
trap '' TERM
(trap '' TERM; while :; do sleep 0.02; done) &
echo "$$ $!" > pids
while :; do sleep 0.02; done
"""

WITH_A_BACKGROUND = "sleep 600 & echo $! > pids"


async def started(folder: Path, script: str) -> list[int]:
    """Runs a script until it has written its process ids, or to its end."""
    command = ["/bin/sh", "-c", script]
    async with child.child(command, cwd=str(folder), env={}, stdin=subprocess.DEVNULL):
        return await asyncio.to_thread(pids_in, folder / "pids")


@pytest.mark.parametrize("script", [STUBBORN, WITH_A_BACKGROUND])
def test_a_process_ends_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(child, "TIMEOUT", 0.05)

    for pid in asyncio.run(started(tmp_path, script)):
        eventually(lambda pid=pid: is_gone(pid), f"process {pid} has ended")
