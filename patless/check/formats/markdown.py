"""The report as one comment on a pull request."""

import re
from collections.abc import Iterator

from guardrails import Finding

from patless.check.formats.words import about, cost, exempted, heading, line, no_access, page, visible
from patless.check.report import Report

LARGEST = 60_000
"""GitHub takes 65,536 characters in a comment, Azure Pipelines more in a summary."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~]|^[-+#]|^\d+(?=[.)]))")


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
    yield f"### Patless: {_plain(report.headline)}"
    yield ""
    yield f"{_plain(report.subject.title)}: {_plain(report.by_what)}"
    yield ""
    yield f"**{heading(report)}**"
    yield ""
    yield from (f"- {_plain(line(one))}" for one in report.access)
    if not report.access:
        yield f"- {no_access(report)}"
    yield f"- cost: {_plain(cost(report))}"
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
    where = f", {_plain(place)}" if place and place != about(finding) else ""
    yield f"- **{level}** {_plain(finding.rule)} ({finding.severity}) on {_plain(about(finding))}{where}"
    yield f"  {_plain(finding.what)}"
    if exempt:
        yield f"  {_plain(exempt)}"
        return
    if finding.note:
        yield f"  {_plain(finding.note)}"
    explained = page(finding.rule, report)
    yield f"  Next: {_plain(finding.fix)}{f' More: {_plain(explained)}' if explained else ''}"


def _plain(text: str) -> str:
    """The text with nothing in it that Markdown, HTML or a mention of somebody would make more of."""
    escaped = _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())).replace("&", "&amp;"))
    # A comment between them keeps the sign and the name from being a mention, a reference or a link.
    return re.sub(r"(?<!\w)@(?=\w)", "@<!-- -->", escaped).replace("://", ":<!-- -->//")
