"""Replication: a service principal is new in Entra at once, and to the other services after a while."""

import time

from patless.sandbox.model.store import Session

AZURE = "Azure"
AZURE_DEVOPS = "Azure DevOps"


def set_lag(session: Session, service: str, *, attempts: int = 0, seconds: float = 0.0) -> None:
    """From now on the service sees a new service principal only after so many looks and so many seconds."""
    session.run("INSERT OR REPLACE INTO lags VALUES (?, ?, ?)", service, attempts, seconds)


def appears(session: Session, object_id: str) -> None:
    """A service principal is made: whoever lags does not see it yet."""
    session.run(
        "INSERT INTO unseen SELECT service, ?, attempts, ? + seconds FROM lags", object_id, time.time()
    )


def sees(session: Session, service: str, object_id: str) -> bool:
    """Whether the service sees it; a look in vain counts, although the call that looks is refused."""
    place = (service, object_id.lower())
    row = session.row("SELECT attempts, ends_at FROM unseen WHERE service = ? AND object_id = ?", *place)
    if row is None or (row["attempts"] <= 0 and row["ends_at"] <= time.time()):
        return True
    session.run_whatever_happens(
        "UPDATE unseen SET attempts = attempts - 1 WHERE service = ? AND object_id = ?", *place
    )
    return False
