"""What the writers for people say in the same words."""

from collections.abc import Sequence
from datetime import date

from patless.findings.finding import Confidence, Finding
from patless.findings.listing import Section
from patless.snapshot.snapshot import Gap

FULL = "app_token"


def heading(section: Section, today: date) -> str:
    """The title of a section, with the days that are left and the number of findings."""
    when = f" ({_days(section.day, today)})" if section.day else ""
    return f"{section.title}{when}: {len(section.findings) or 'nothing'}"


def row(finding: Finding) -> list[str]:
    """A finding in columns: name, place, owner, scope, dates and notes."""
    scope = "full access" if FULL in finding.scope.lower().split() else finding.scope
    ends = f"ends {finding.ends}" if finding.ends else ""
    used = f"last used {finding.last_used}" if finding.last_used else ""
    owner = f"{finding.owner} (has left)" if finding.left else finding.owner
    return [finding.name, finding.where, owner, scope, ends or used, finding.note]


def groups(section: Section) -> list[tuple[Finding, list[Finding]]]:
    """The findings of a section by kind and use, each with one of them that speaks for all."""
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in section.findings:
        found.setdefault((finding.key, finding.use.key, finding.confidence), []).append(finding)
    return [(some[0], some) for some in found.values()]


KINDS = {
    "global-token": "global personal access tokens",
    "full-scope-token": "personal access tokens with full access",
    "token": "personal access tokens",
    "old-issuer-connection": "service connections",
    "unknown-issuer-connection": "service connections",
    "azure-devops-token-connection": "service connections with a personal access token of Azure DevOps",
    "other-token-connection": "service connections with a personal access token of another service",
    "secret-connection": "service connections with a secret",
    "hook-secret": "service hooks with a secret",
    "agents": "agents",
}
"""Kinds of findings, for people."""


def group(finding: Finding) -> str:
    """What a group of findings is, and how sure that is."""
    sure = "" if finding.confidence is Confidence.CERTAIN else f" ({finding.confidence.value})"
    return f"{KINDS[finding.key]}, for: {finding.use.label}{sure}"


def gap(found: Gap) -> str:
    """What could not be read, and what to do about it."""
    right = f"; needs {found.right}" if found.right else ""
    who = f"; ask {_some(found.who)}" if found.who else ""
    return f"{found.what}: {found.why}{right}{who}"


def _days(day: date, today: date) -> str:
    left = (day - today).days
    if left == 0:
        return "today"
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    return f"in {days}" if left > 0 else f"{days} ago"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" or one of {len(names) - 5} others" if len(names) > 5 else "")
