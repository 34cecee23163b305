"""The report for people at a terminal."""

from collections.abc import Iterator

from guardrails import Finding, Level

from patless.check.formats.words import about, cost, exempted, heading, line, no_access, page
from patless.check.report import Report
from patless.findings.plain import visible


def write(report: Report) -> str:
    """The report as plain text."""
    return "\n".join(visible(one) for one in _lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.subject.title}: {report.by_what}"
    yield ""
    yield f"{heading(report)}:"
    yield from (f"  {line(one)}" for one in report.access)
    if not report.access:
        yield f"  {no_access(report)}"
    yield f"  cost: {cost(report)}"
    for index, finding in enumerate(report.findings):
        yield ""
        yield from _finding(finding, report, str(report.places.get(index, "")))
    if not report.whole:
        yield ""
        yield "The run did not come to its end; the engine said:"
        yield from (f"  {one}" for error in report.unexplained for one in error.splitlines())
    yield ""
    yield report.headline


def _finding(finding: Finding, report: Report, place: str) -> Iterator[str]:
    exempt = exempted(finding)
    level = "exempt" if exempt else finding.level.value
    yield f"{level}: {finding.rule} ({finding.severity}) on {about(finding)}"
    yield from (f"  {one}" for one in finding.what.splitlines())
    if place and place != about(finding):
        yield f"  where:    {place}"
    if exempt:
        yield f"  {exempt}"
        return
    yield f"  expected: {finding.expected}"
    yield f"  next:     {finding.fix}"
    if finding.note:
        yield f"  note:     {finding.note}"
    if explained := page(finding.rule, report):
        yield f"  more:     {explained}"
    if finding.fingerprint and finding.level is Level.MANDATORY:
        yield "  an exemption takes:"
        yield f"    resource: {finding.urn}"
        yield f'    fingerprint: "{finding.fingerprint}"'
