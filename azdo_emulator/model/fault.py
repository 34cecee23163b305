"""One fault: what goes wrong, for which calls, and how often."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase

from azdo_emulator.errors import EmulatorError


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


SECONDS = r"\d{1,6}(\.\d{1,6})?"
VALUES = {
    Kind.THROTTLED: (rf"|date|milliseconds|nonsense|{SECONDS}", "seconds, date, milliseconds or nonsense"),
    Kind.SLOWED: (rf"|{SECONDS}", "seconds"),
    Kind.BUDGET: (r"|[1-9]\d{0,5}", "a number of calls"),
    Kind.UNAVAILABLE: (r"|[45]\d\d", "a status from 400 to 599"),
    Kind.HALF_DONE: (r"|[45]\d\d", "a status from 400 to 599"),
    Kind.RESET: (r"|before|after", "before or after"),
    Kind.STALLED: (rf"|{SECONDS}", "seconds"),
}
"""What the value of a kind can be, beside nothing; the other kinds take none."""

SERVICES = ("azure-devops", "microsoft-graph", "resource-manager", "sign-in")


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

    def __post_init__(self) -> None:
        """Refuse a fault that could never happen."""
        pattern, words = VALUES.get(self.kind, ("", "no detail"))
        if not re.fullmatch(pattern, self.value):
            raise EmulatorError(
                f"{self.kind} does not take {self.value!r}", words, "correct the detail, or leave it out"
            )
        if not any(fnmatchcase(service, self.service) for service in SERVICES):
            raise EmulatorError(
                f"the sandbox has no service {self.service!r}", ", ".join(SERVICES), "name one of them, or *"
            )

    def said(self) -> str:
        """The fault in a user's words, on one line."""
        often = [f"{self.times} times"] if self.times is not None else []
        often += [f"with probability {self.probability} (seed {self.seed})"] if self.probability < 1 else []
        often += ["until " + datetime.fromtimestamp(self.ends_at).strftime("%X")] if self.ends_at else []
        what = f"{self.kind} {self.value}".strip()
        service = "every service" if self.service == "*" else self.service
        call = "every call" if self.call == "*" else self.call
        return f"{self.fault_id}: {what}, on {call} of {service}, {' and '.join(often) or 'each time'}"
