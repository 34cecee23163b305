"""One fault: what goes wrong, for which calls, and how often."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong."""

    THROTTLED = "throttled"
    """429; the value is its Retry-After: seconds, `date`, `milliseconds`, `nonsense`, or nothing for none."""
    SLOWED = "slowed"
    """The answer, with a Retry-After in seconds: what comes before a 429."""
    BUDGET = "budget"
    """Each caller has so many calls in five minutes (200): half of them as ever, then `slowed`, then 429."""
    UNAVAILABLE = "unavailable"
    """The status (503) and the service's body, before anything is done."""
    HALF_DONE = "half-done"
    """The call is carried out, and the answer is the status (500): one who asks again does it twice."""
    RESET = "reset"
    """The connection breaks: `before` anything is done (the default), or `after` all of it."""
    STALLED = "stalled"
    """Nothing comes for so many seconds (60), then the connection breaks."""
    TRUNCATED = "truncated"
    """Half of the body, then the connection breaks."""
    SIGN_IN_PAGE = "sign-in-page"
    """203 and a page that asks people to sign in, as Azure DevOps does."""
    EXPIRED = "expired"
    """401: the token has expired."""


@dataclass(frozen=True)
class Fault:
    """One fault, for the calls of a service that fit; service and call are names with `*` for anything.

    It happens `times` times, or each time with a `probability` (the `seed` makes the draws repeatable), or
    each time until the moment `ends_at`; all three count where all are given.
    """

    kind: Kind
    service: str = "*"
    call: str = "*"
    value: str = ""
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    ends_at: float | None = None
    fault_id: int = 0

    def said(self) -> str:
        """The fault in a user's words, on one line."""
        often = [f"{self.times} times"] if self.times is not None else []
        often += [f"with probability {self.probability} (seed {self.seed})"] if self.probability < 1 else []
        often += ["until " + datetime.fromtimestamp(self.ends_at).strftime("%X")] if self.ends_at else []
        what = f"{self.kind} {self.value}".strip()
        return f"{self.fault_id}: {what}, on {self.service} {self.call}, {' and '.join(often) or 'each time'}"
