"""The whole content of a cloud as plain data, and its fingerprint."""

import hashlib
import json

from azdo_emulator.model.store import Session

NO_PART = {"faults", "lags", "operations", "sequences", "unseen", "writers"}
"""Tables that are no part of the cloud, but about how it behaves: ids given out, writers, lags, faults."""

Inventory = dict[str, list[dict[str, str | int | None]]]
"""Rows by table, sorted; no times, and no counters of ids given out."""


def inventory(session: Session) -> Inventory:
    """All that the cloud holds."""
    tables = session.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {table["name"]: _rows(session, table["name"]) for table in tables if table["name"] not in NO_PART}


def fingerprint(session: Session) -> str:
    """The SHA-256 of the inventory: equal fingerprints, equal clouds."""
    return hashlib.sha256(json.dumps(inventory(session), sort_keys=True).encode()).hexdigest()


def _rows(session: Session, table: str) -> list[dict[str, str | int | None]]:
    rows = [
        {name: row[name] for name in sorted(row.keys()) if not name.endswith("_at")}
        # The name comes from the file's own schema.
        for row in session.rows(f"SELECT * FROM {table}")  # noqa: S608
    ]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
