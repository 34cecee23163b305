"""The report for programs."""

import json
from typing import Any

from guardrails import Finding

from patless.check.formats.words import identity, page
from patless.check.place import Place
from patless.check.report import Report

VERSION = 1
"""Goes up when a key goes away or changes its meaning; new keys do not raise it."""


def write(report: Report) -> str:
    """The report as JSON."""
    found = {
        "version": VERSION,
        "verdict": report.verdict.name.lower().replace("_", "-"),
        "exit_code": int(report.verdict),
        "subject": report.subject.title,
        "stack": report.subject.stack,
        "resources": len(report.subject.after),
        "guardrails": {
            "from": report.guardrails.origin,
            "profile": report.enforcement.profile.value,
            "rules": {rule.id: report.enforcement.level(rule).value for rule in report.rules},
        },
        "access": [
            {
                "turn": line.turn.value,
                "kind": line.access.kind.value,
                "text": line.access.text,
                "before": line.before,
                "urn": line.access.urn,
            }
            for line in report.access
        ],
        "cost": {
            "currency": "USD",
            "monthly_before": report.cost.before,
            "monthly_after": report.cost.after,
            "prices_of": report.cost.prices.as_of,
        },
        "findings": [
            _finding(one, report, report.places.get(index)) for index, one in enumerate(report.findings)
        ],
        "left_out": report.left_out,
        "errors": report.unexplained,
    }
    return json.dumps(found, indent=2) + "\n"


def _finding(finding: Finding, report: Report, place: Place | None) -> dict[str, Any]:
    return {
        "id": identity(finding, 0),
        "rule": finding.rule,
        "level": finding.level.value,
        "severity": finding.severity.value,
        "what": finding.what,
        "expected": finding.expected,
        "fix": finding.fix,
        "note": finding.note,
        "page": page(finding.rule, report),
        "urn": finding.urn,
        "type": finding.type,
        "name": finding.name,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "fingerprint": finding.fingerprint,
        "exemption": _exemption(finding),
    }


def _exemption(finding: Finding) -> dict[str, str] | None:
    found = finding.exemption
    if found is None:
        return None
    return {
        "reason": found.reason,
        "owner": found.owner,
        "ticket": found.ticket,
        "incident": found.incident,
        "expires": found.expires.isoformat(),
        "source": found.source,
    }
