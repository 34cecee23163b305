"""Replication: what is new in one place at once, and elsewhere after a while, where a test or a user asks."""

import time
from enum import StrEnum

from azdo_emulator.model.store import Session


class Lag(StrEnum):
    """What comes late."""

    AZURE = "azure"
    """Azure does not see a new service principal: PrincipalNotFound."""
    AZURE_DEVOPS = "azure-devops"
    """Azure DevOps does not see a new service principal: VS403283."""
    GRAPH = "graph"
    """Microsoft Graph answers 404 for an object that it has just made."""
    LISTS = "lists"
    """The lists of Microsoft Graph do not have an object yet that a look at it finds."""
    CONNECTIONS = "connections"
    """A new service connection is not ready."""
    CREDENTIALS = "credentials"
    """A federated credential that was deleted still counts."""
    OPERATIONS = "operations"
    """A long-running operation of Azure goes on: 202, and its end at another place."""


def set_lag(session: Session, lag: Lag, *, attempts: int = 0, seconds: float = 0.0) -> None:
    """From now on something new comes late: after so many looks and so many seconds."""
    session.run("INSERT OR REPLACE INTO lags VALUES (?, ?, ?)", lag, attempts, seconds)


def lags(session: Session) -> dict[Lag, tuple[int, float]]:
    """The lags that were asked for: attempts and seconds."""
    rows = session.rows("SELECT lag, attempts, seconds FROM lags ORDER BY lag")
    return {Lag(row["lag"]): (row["attempts"], row["seconds"]) for row in rows}


def clear(session: Session) -> int:
    """No lag any more, and all that comes late is there; how many lags there were."""
    session.run("DELETE FROM unseen")
    return session.run("DELETE FROM lags")


def appears(session: Session, key: str, *late: Lag) -> None:
    """Something has happened to the thing of this key: who lags does not see it yet."""
    for lag in late:
        session.run(
            "INSERT OR REPLACE INTO unseen SELECT lag, ?, attempts, ? + seconds FROM lags WHERE lag = ?",
            key.lower(),
            time.time(),
            lag,
        )


def sees(session: Session, lag: Lag, key: str) -> bool:
    """Whether it is there for whoever lags; a look in vain counts, also where it gets the call refused."""
    place = (lag, key.lower())
    row = session.row("SELECT attempts, ends_at FROM unseen WHERE lag = ? AND key = ?", *place)
    if row is None or (row["attempts"] <= 0 and row["ends_at"] <= time.time()):
        return True
    session.run_whatever_happens(
        "UPDATE unseen SET attempts = attempts - 1 WHERE lag = ? AND key = ?", *place
    )
    return False
