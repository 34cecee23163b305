"""A caller's budget of calls: fast at first, then slower, then none. `azure-api.md` §10."""

import hashlib
import math
import time
from collections import deque

WINDOW = 300.0
"""Seconds over which calls count."""


class Budget:
    """Who called how often; one for the life of a server.

    Simplified: the service weighs each call, here every one costs a unit.
    """

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = {}

    def spend(self, caller: str, units: int) -> tuple[int, int, int]:
        """Count one call of somebody who has so many.

        What is left; the seconds until more comes, for a call that comes too early; and the seconds until
        nothing counts any more.
        """
        # Only a digest is kept: what tells callers apart is their token.
        calls = self._calls.setdefault(hashlib.sha256(caller.encode()).hexdigest(), deque())
        now = time.monotonic()
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) < units:
            calls.append(now)
            return units - len(calls), 0, math.ceil(WINDOW)
        return 0, max(1, math.ceil(calls[0] + WINDOW - now)), math.ceil(calls[-1] + WINDOW - now)
