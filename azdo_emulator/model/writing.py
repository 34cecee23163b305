"""One writer at a time, where a service takes no two: who comes while another writes is sent away."""

import time

from azdo_emulator.model.store import Session

LASTS = 0.02
"""Seconds that such a write takes, between the transaction that announces it and the one that does it."""

GRACE = 1.0
"""Seconds more, after which a writer who never came back no longer counts."""


def begin(session: Session, place: str) -> bool:
    """Announce a write; whether the place was free."""
    present = session.row("SELECT ends_at FROM writers WHERE place = ?", place)
    # The wall clock, because writers are processes of their own.
    if present and present["ends_at"] > time.time():
        return False
    session.run("INSERT OR REPLACE INTO writers VALUES (?, ?)", place, time.time() + LASTS + GRACE)
    return True


def last() -> None:
    """The time between the two, outside any transaction."""
    time.sleep(LASTS)


def end(session: Session, place: str) -> None:
    """The write is over."""
    session.run("DELETE FROM writers WHERE place = ?", place)
