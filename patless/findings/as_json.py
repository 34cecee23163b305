"""Findings for machines. `version` goes up when a key goes away or changes its meaning."""

import json
from datetime import date
from enum import Enum
from typing import Any

from patless.findings.finding import Finding
from patless.findings.listing import Listing

VERSION = 1


def write(listing: Listing) -> str:
    """The whole listing as one JSON object."""
    body = {
        "version": VERSION,
        "organization": listing.organization,
        "taken_at": listing.taken_at.isoformat(timespec="seconds"),
        "caller": listing.caller,
        "sections": [
            {
                "title": section.title,
                "day": section.day and section.day.isoformat(),
                "findings": [record(finding) for finding in section.findings],
            }
            for section in listing.sections
        ],
        "gaps": [
            {"what": gap.what, "why": gap.why, "right": gap.right, "who": list(gap.who)}
            for gap in listing.gaps
        ],
        "rehearsal": list(listing.rehearsal),
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def record(finding: Finding) -> dict[str, Any]:
    """A finding, flat: the columns of a spreadsheet too."""
    use = finding.use
    found = {key: value for key, value in vars(finding).items() if key != "use"}
    found |= {"class": use.key, "noise": use.noise, "today": use.today, "instead": use.instead}
    return {key: _written(value) for key, value in found.items()}


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
