"""When the next call may go out: the services say so in the headers of their answers.

Source: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits. `Retry-After` comes on
answers that were slowed down as well, and `X-RateLimit-Remaining` before the limit is reached.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

LONGEST = 600.0
"""Seconds; no service asks for more, and a clock that is wrong must not stop a run for days."""

UNSAID = 10.0
"""Seconds to wait after a 429 that does not say how long."""


class Throttle:
    """One gate for all calls of a client: a wait that one answer asks for holds for the others too."""

    def __init__(
        self, say: Callable[[float], None] | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._say = say
        self._clock = clock
        self._opens_at = 0.0

    async def wait(self) -> None:
        """Wait until calls may go out."""
        while (seconds := self._opens_at - self._clock()) > 0:
            await asyncio.sleep(seconds)

    def heed(self, status: int, headers: Mapping[str, str]) -> None:
        """Close the gate for as long as an answer asks for."""
        seconds = self._asked(status, headers)
        if seconds <= 0:
            return
        opens_at = self._clock() + min(seconds, LONGEST)
        if opens_at > self._opens_at:
            if self._say and seconds > 1:
                self._say(seconds)
            self._opens_at = opens_at

    def _asked(self, status: int, headers: Mapping[str, str]) -> float:
        found = _retry_after(headers, self._clock())
        if found is None and (status == 429 or _number(headers.get("x-ratelimit-remaining")) == 0):
            reset = _number(headers.get("x-ratelimit-reset"))
            found = reset - self._clock() if reset else None
        if found is None:
            return UNSAID if status == 429 else 0.0
        return found


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    for name in ("retry-after-ms", "x-ms-retry-after-ms"):
        if (milliseconds := _number(headers.get(name))) is not None:
            return milliseconds / 1000
    given = headers.get("retry-after")
    seconds = _number(given)
    if seconds is not None or given is None:
        return seconds
    try:
        return parsedate_to_datetime(given).timestamp() - now
    except ValueError:
        return None


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
