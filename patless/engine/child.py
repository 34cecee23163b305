"""The processes that the language host starts, and their end."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

TIMEOUT = 2.0
"""Seconds from the polite request to the kill; the engine kills the host itself after five."""

_running: set[Process] = set()


@asynccontextmanager
async def child(
    command: Sequence[str], *, cwd: str, env: Mapping[str, str], stdin: int, output: int | None = None
) -> AsyncIterator[Process]:
    """A process in a group of its own, which ends with the block at the latest."""
    # The engine interrupts the host's whole group when it closes. In a group of their own, programs, packs
    # and plug-ins do not see that signal, so they print no traceback; the host ends them instead.
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=env, stdin=stdin, stdout=output, stderr=output, start_new_session=True
    )
    _running.add(process)
    try:
        yield process
    finally:
        await asyncio.shield(_end(process))


async def end_all() -> None:
    """Ends every process that still runs."""
    await asyncio.gather(*(_end(process) for process in list(_running)))


async def _end(process: Process) -> None:
    _signal(process, signal.SIGTERM)
    try:
        async with asyncio.timeout(TIMEOUT):
            await process.wait()
    except TimeoutError:
        pass
    if process in _running:
        _running.discard(process)
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
