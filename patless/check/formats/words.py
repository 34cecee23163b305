"""What all formats say in the same words."""

import hashlib

from guardrails import Finding
from guardrails.engine.catalogue import PAGES

from patless.check.access.diff import Line, Turn
from patless.check.in_force import RULE
from patless.check.report import Report

GUIDE = "docs/guides/check.md"

SIGNS = {Turn.GIVEN: "+", Turn.CHANGED: "~", Turn.TAKEN: "-", Turn.STANDS: "*"}


def about(finding: Finding) -> str:
    """The resource or the file that a finding is about."""
    if finding.name:
        return f"{finding.name} ({short(finding.type)})"
    return finding.source or "the guardrails"


def short(type_: str) -> str:
    """The last part of a type token, which people know."""
    return type_.rpartition(":")[2] or type_


def page(rule: str, report: Report) -> str:
    """The page that explains a rule; empty for one of another pack."""
    if rule == RULE:
        return f"{GUIDE}#{rule}"
    return f"{PAGES}/{rule}.md" if any(one.id == rule for one in report.rules) else ""


def heading(report: Report) -> str:
    """What the lines of access are about."""
    if report.subject.stands:
        return "Access that this stack gives"
    return f"Access that this change gives and takes{'' if report.whole else ', as far as the run came'}"


def line(access: Line) -> str:
    """One line of the access diff, with its sign."""
    return f"{SIGNS[access.turn]} {access.text}"


def no_access(report: Report) -> str:
    """What is said where the access diff has no line."""
    if not report.whole:
        return "not known"
    return "nobody may do anything" if report.subject.stands else "nobody may do more or less than before"


def cost(report: Report) -> str:
    """What is said of the price."""
    return report.cost.text if report.whole else "not known"


def identity(finding: Finding, number: int) -> str:
    """What makes a finding the same in the next run: its rule, its resource, its number among those."""
    about_ = finding.urn or finding.source.partition(":")[0]
    return hashlib.sha256(f"{finding.rule}\n{about_}\n{number}".encode()).hexdigest()


def exempted(finding: Finding) -> str:
    """On which terms a finding is exempt; empty where it is not."""
    found = finding.exemption
    return f"exempt {found.terms}: {found.reason}" if found else ""
