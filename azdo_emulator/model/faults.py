"""Fault injection: the faults of a cloud that were asked for, and which is due.

They lie in the cloud's file, so that they can be set while a server runs, which makes them happen.
"""

import random
import time
from dataclasses import asdict
from fnmatch import fnmatchcase

from azdo_emulator.model import Session
from azdo_emulator.model.fault import Fault, Kind


def add(session: Session, fault: Fault) -> Fault:
    """Ask for a fault; it is given a number."""
    row = asdict(fault) | {"fault_id": session.new_number("fault")}
    session.add("faults", **row)
    return Fault(**row)


def listed(session: Session) -> list[Fault]:
    """The faults that may still happen."""
    session_rows = session.rows(
        "SELECT fault_id, kind, service, call, value, times, probability, seed, ends_at FROM faults"
        " WHERE (times IS NULL OR times > 0) AND (ends_at IS NULL OR ends_at > ?) ORDER BY fault_id",
        time.time(),
    )
    return [Fault(**dict(row) | {"kind": Kind(row["kind"])}) for row in session_rows]


def clear(session: Session, fault_id: int | None = None) -> int:
    """Forget a fault, or all; how many."""
    return session.run("DELETE FROM faults WHERE fault_id = coalesce(?, fault_id)", fault_id)


def due(session: Session, service: str, call: str) -> Fault | None:
    """The first fault that happens to this call; it counts as having happened."""
    for fault in listed(session):
        if fnmatchcase(service, fault.service) and fnmatchcase(call, fault.call) and _drawn(session, fault):
            session.run("UPDATE faults SET times = times - 1 WHERE fault_id = ?", fault.fault_id)
            return fault
    return None


def _drawn(session: Session, fault: Fault) -> bool:
    if fault.probability >= 1:
        return True
    [row] = session.rows(
        "UPDATE faults SET draws = draws + 1 WHERE fault_id = ? RETURNING draws", fault.fault_id
    )
    # A number of the seed and the draw alone, so that the same seed goes wrong in the same places.
    return random.Random(f"{fault.seed} {row['draws']}").random() < fault.probability  # noqa: S311
