"""One thing that stops working, or that hangs on a secret: who has to do what about it, until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How sure the class of a finding is, and with it what replaces it."""

    CERTAIN = "certain"
    """The service says so."""

    LIKELY = "likely"
    """A name or an address says so."""

    GUESS = "guess"
    """Nothing says otherwise."""


@dataclass(frozen=True)
class Use:
    """What somebody has a credential for, and what takes its place.

    key: for machines. label: for people. instead: the sign-in without a token that replaces it, in one line.
    today: what keeps it working until then, in one line. noise: whether a tool makes such credentials by
    itself, and will again.
    """

    key: str
    label: str
    instead: str
    today: str = ""
    noise: bool = False


@dataclass(frozen=True)
class Finding:
    """What was found. `key` names the kind of finding, `thing` what it is about, `id` the thing itself.

    stops: the day on which it stops working; None where no day is known. ends: when the credential itself
    expires. owner: whom to ask; left: whether Entra has lost them already. where: the projects, or the pool.
    """

    key: str
    thing: str
    id: str
    name: str
    use: Use
    confidence: Confidence
    stops: date | None = None
    where: str = ""
    owner: str = ""
    left: bool = False
    scope: str = ""
    ends: date | None = None
    last_used: date | None = None
    note: str = ""
