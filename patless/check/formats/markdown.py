"""The report as one comment on a pull request."""

import re
from collections.abc import Iterator

from guardrails import Finding

from patless.check.formats.words import about, cost, exempted, heading, line, no_access, page
from patless.check.report import Report
from patless.findings.plain import markdown, visible

LARGEST = 60_000
"""GitHub takes 65,536 characters in a comment, Azure Pipelines more in a summary."""


def marker(report: Report) -> str:
    """The first line of the comment: whoever posts it finds the last one by it, one for each stack."""
    return f"<!-- patless-check {re.sub(r'[^A-Za-z0-9._/]', '_', report.subject.stack)} -->"


def write(report: Report) -> str:
    """The report as Markdown; what is too long for a comment is left out, and counted."""
    found: list[str] = []
    size = 0
    lines = list(_lines(report))
    for number, one in enumerate(lines):
        size += len(one) + 1
        if size > LARGEST:
            found += ["", f"{len(lines) - number} more lines are left out here; the job's log has them all."]
            break
        found.append(one)
    return "\n".join(found) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield marker(report)
    yield f"### Patless: {markdown(report.headline)}"
    yield ""
    yield f"{markdown(report.subject.title)}: {markdown(report.by_what)}"
    yield ""
    yield f"**{heading(report)}**"
    yield ""
    yield from (f"- {markdown(line(one))}" for one in report.access)
    if not report.access:
        yield f"- {no_access(report)}"
    yield f"- cost: {markdown(cost(report))}"
    for index, finding in enumerate(report.findings):
        if index == 0:
            yield from ("", "**Findings**", "")
        yield from _finding(finding, report, str(report.places.get(index, "")))
    if not report.whole:
        yield from ("", "**The run did not come to its end; the engine said**", "")
        for error in report.unexplained:
            # Nothing ends this block that has fewer of them.
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", error)), default=0))
            yield from (f"{fence}text", *(visible(one) for one in error.splitlines()), fence)


def _finding(finding: Finding, report: Report, place: str) -> Iterator[str]:
    exempt = exempted(finding)
    level = "exempt" if exempt else finding.level.value
    where = f", {markdown(place)}" if place and place != about(finding) else ""
    yield f"- **{level}** {markdown(finding.rule)} ({finding.severity}) on {markdown(about(finding))}{where}"
    yield f"  {markdown(finding.what)}"
    if exempt:
        yield f"  {markdown(exempt)}"
        return
    if finding.note:
        yield f"  {markdown(finding.note)}"
    explained = page(finding.rule, report)
    yield f"  Next: {markdown(finding.fix)}{f' More: {markdown(explained)}' if explained else ''}"
