"""Findings for a spreadsheet: a row for each, and one for each gap, so that none gets lost on the way."""

import csv
import io

from patless.findings.as_json import record
from patless.findings.listing import Listing
from patless.findings.plain import cell

COLUMNS = (
    "stops", "key", "thing", "name", "where", "owner", "left", "scope", "ends", "last_used", "class",
    "confidence", "noise", "today", "instead", "note", "id",
)  # fmt: skip


def write(listing: Listing) -> str:
    """The listing as CSV with a header."""
    rows = [record(finding) for finding in listing.findings]
    rows += [
        {"key": "not-read", "thing": "gap", "name": gap.what, "note": gap.why, "instead": gap.right}
        for gap in listing.gaps
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({name: cell(_text(row.get(name))) for name in COLUMNS} for row in rows)
    return out.getvalue()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
