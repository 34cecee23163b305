"""A sign of life while something takes long."""

import threading
import time
from collections.abc import Callable
from types import TracebackType

INTERVAL = 15.0


class Pulse:
    """Says every few seconds how long the block has been running and what `doing` holds at that time."""

    def __init__(self, say: Callable[[str], None], doing: str, interval: float = INTERVAL) -> None:
        self.doing = doing
        self._say = say
        self._interval = interval
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Pulse":
        self._started = time.monotonic()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._interval):
            self._say(f"  {elapsed(time.monotonic() - self._started)}: {self.doing}")


def elapsed(seconds: float) -> str:
    """`75` as `1 min 15 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
