"""The report as test results: one suite for each rule, one case for each resource that it is about."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from guardrails import Finding, Level, ResourceRule
from guardrails.engine.rule import Rule

from patless.check.entry import name
from patless.check.formats.words import about, cost, exempted, line, short
from patless.check.report import Report
from patless.findings.plain import visible


def write(report: Report) -> str:
    """The report as JUnit XML."""
    suites = list(_suites(report))
    tests = sum(len(cases) for _, cases in suites)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        f'<testsuites name={_quoted(f"patless check: {report.subject.title}")} tests="{tests}" '
        f'failures="{len(report.mandatory)}" errors="0" skipped="{len(report.exempt)}">'
    )
    for suite, cases in suites:
        lines += _suite(suite, cases)
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


Case = tuple[str, Finding | None, str]
"""The name of a case, what was found, and what else to say."""


def _suites(report: Report) -> Iterator[tuple[str, list[Case]]]:
    yield "access", [("access", None, "\n".join(map(line, report.access)) + f"\ncost: {cost(report)}")]
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding)
    for rule in report.rules:
        broken = found.pop(rule.id, [])
        if report.enforcement.level(rule) is not Level.DISABLED or broken:
            yield rule.id, [*map(_case, broken), *_kept(rule, broken, report)]
    # What is about the rules themselves, and other packs.
    yield from ((id_, list(map(_case, broken))) for id_, broken in found.items())


def _case(finding: Finding) -> Case:
    return about(finding), finding, ""


def _kept(rule: Rule, broken: list[Finding], report: Report) -> Iterator[Case]:
    if not isinstance(rule, ResourceRule):
        if not broken:
            yield "the stack", None, ""
        return
    urns = {finding.urn for finding in broken}
    for entry in report.subject.after:
        if entry["urn"] not in urns and rule.applies(entry["type"]):
            yield f"{name(entry)} ({short(entry['type'])})", None, ""


def _suite(suite: str, cases: list[Case]) -> Iterator[str]:
    failures = sum(1 for _, found, _ in cases if found and found.level is Level.MANDATORY)
    skipped = sum(1 for _, found, _ in cases if found and found.exemption)
    yield (
        f'  <testsuite name={_quoted(suite)} tests="{len(cases)}" failures="{failures}" errors="0" '
        f'skipped="{skipped}">'
    )
    for called, finding, said in cases:
        yield from _testcase(suite, called, finding, said)
    yield "  </testsuite>"


def _testcase(suite: str, called: str, finding: Finding | None, said: str) -> Iterator[str]:
    opening = f"    <testcase classname={_quoted(f'patless.{suite}')} name={_quoted(called)}"
    if finding is None and not said:
        yield f"{opening}/>"
        return
    yield f"{opening}>"
    if finding is None:
        yield f"      <system-out>{_text(said)}</system-out>"
    elif finding.exemption:
        yield f"      <skipped message={_quoted(exempted(finding))}/>"
    elif finding.level is Level.MANDATORY:
        where = finding.urn or finding.source
        lines = (finding.what, f"Expected: {finding.expected}", f"Next: {finding.fix}", finding.note, where)
        more = "\n".join(filter(None, lines))
        kind = _quoted(finding.severity.value)
        yield f"      <failure type={kind} message={_quoted(finding.what)}>{_text(more)}</failure>"
    else:
        yield f"      <system-out>{_text(f'Advice: {finding.what} {finding.fix}')}</system-out>"
    yield "    </testcase>"


def _text(text: str) -> str:
    return escape(visible(text))


def _quoted(text: str) -> str:
    return quoteattr(visible(text))
