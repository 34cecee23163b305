"""The report as SARIF 2.1.0, for code scanning."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from guardrails import Finding, Level, Severity
from guardrails.engine.rule import Rule

from patless.check import in_force
from patless.check.formats.words import cost, exempted, identity, line, page
from patless.check.place import Place
from patless.check.report import Report
from patless.check.verdict import Verdict

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

PROGRAM = Place("Pulumi.yaml", 1)
"""Where a finding points that has no place of its own: code scanning shows none without a file."""

SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "3.0"}
"""The severities on the scale of 0 to 10 by which GitHub sorts."""

LEVELS = {Level.MANDATORY: "error", Level.ADVISORY: "warning", Level.DISABLED: "none"}


def write(report: Report) -> str:
    """The report as SARIF."""
    # Looks through the installed packages, which only this format needs.
    from importlib.metadata import version

    descriptors = list(_descriptors(report))
    found = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "patless",
                        "semanticVersion": version("patless"),
                        "rules": descriptors,
                    }
                },
                "automationDetails": {"id": f"patless-check/{report.subject.stack}/"},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(report)],
                "results": list(_results(report, [one["id"] for one in descriptors])),
            }
        ],
    }
    return json.dumps(found, indent=2) + "\n"


def _descriptors(report: Report) -> Iterator[dict[str, Any]]:
    known = set()
    for rule in report.rules:
        known.add(rule.id)
        yield _descriptor(rule, report)
    for finding in report.findings:
        if finding.rule not in known:
            known.add(finding.rule)
            yield _unlisted(finding, report)


def _descriptor(rule: Rule, report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.threat},
        "help": {"text": f"{rule.fix} See {page(rule.id, report)}.", "markdown": _help(rule, report)},
        "defaultConfiguration": {
            "enabled": rule.level is not Level.DISABLED,
            "level": LEVELS[rule.level],
        },
        "properties": {
            "tags": ["security", *(one.id for one in rule.references)],
            "security-severity": SCORES[rule.severity],
        },
    }
    if rule.references:
        found["helpUri"] = rule.references[0].url
    return found


def _help(rule: Rule, report: Report) -> str:
    links = ", ".join(f"[{one.id}]({one.url})" for one in rule.references)
    lines = [f"**{rule.title}**", rule.threat, f"**Fix:** {rule.fix}", f"See `{page(rule.id, report)}`."]
    return "\n\n".join(lines + ([links] if links else []))


def _unlisted(finding: Finding, report: Report) -> dict[str, Any]:
    threat = in_force.THREAT if finding.rule == in_force.RULE else finding.expected
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.expected},
        "fullDescription": {"text": threat},
        "help": {"text": finding.fix},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["security"], "security-severity": SCORES[finding.severity]},
    }


def _results(report: Report, ids: list[str]) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, str]] = Counter()
    for index, finding in enumerate(report.findings):
        about = (finding.rule, finding.urn or finding.source)
        found: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": ids.index(finding.rule),
            "kind": "fail",
            "level": LEVELS[finding.level],
            "message": {"text": f"{finding.what} {finding.fix}"},
            "locations": [_location(finding, report.places.get(index, PROGRAM))],
            "partialFingerprints": {"patlessRuleAndResource/v1": identity(finding, seen[about])},
        }
        if finding.exemption:
            found["suppressions"] = [
                {"kind": "external", "status": "accepted", "justification": exempted(finding)}
            ]
        seen[about] += 1
        yield found


def _location(finding: Finding, place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": max(1, place.line)},
        }
    }
    if finding.urn:
        found["logicalLocations"] = [
            {"name": finding.name, "fullyQualifiedName": finding.urn, "kind": "resource"}
        ]
    return found


def _invocation(report: Report) -> dict[str, Any]:
    said = [{"level": "note", "message": {"text": line(one)}} for one in report.access]
    said.append({"level": "note", "message": {"text": f"cost: {cost(report)}"}})
    said += [{"level": "error", "message": {"text": error}} for error in report.unexplained]
    return {
        "executionSuccessful": report.verdict is not Verdict.COULD_NOT_RUN,
        "exitCode": int(report.verdict),
        "toolExecutionNotifications": said,
    }
