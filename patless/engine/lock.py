"""One set-up at a time."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from patless.engine.pulse import Pulse


@contextmanager
def exclusive(file: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the lock `file` for the block; the lock of a process that dies is free at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of the engine is running; waiting for it to end.")
            with Pulse(say, "still waiting for the other set-up"):
                fcntl.flock(opened, fcntl.LOCK_EX)
        yield
