"""Whether the rules that should have been in force were."""

from collections.abc import Iterator, Sequence

from guardrails import ChangeRule, Enforcement, Finding, Level, ResourceRule, Severity
from guardrails.engine.rule import Rule

from patless.check.change import Subject
from patless.check.log import PACK

RULE = "guardrails-in-force"
TITLE = "Every rule that should be in force is, at its level."
FIX = (
    "Take out of the run's configuration what disables or lowers the rule; only an exemption lets a "
    "resource pass."
)
THREAT = "A rule that is switched off for one run reports nothing, and the run looks clean."


def finding(what: str, *, level: Level = Level.MANDATORY, source: str = "") -> Finding:
    """A finding about the rules themselves."""
    return Finding(
        rule=RULE,
        expected=TITLE,
        what=what,
        fix=FIX,
        level=level,
        severity=Severity.HIGH,
        type="",
        name="",
        urn="",
        source=source,
    )


def verify(subject: Subject, enforcement: Enforcement, rules: Sequence[Rule]) -> Iterator[Finding]:
    """What was not in force, as far as the run's own log tells."""
    log = subject.log
    if subject.ours and not log.failed and PACK not in log.packs:
        yield finding("The engine ran without the policy pack.")
    packed = [rule for rule in rules if not isinstance(rule, ChangeRule)]
    missing = [rule for rule in packed if _missing(subject, enforcement, rule)]
    lowered = [rule for rule in packed if _lowered(subject, enforcement, rule)]
    for found, what in ((missing, "not in force"), (lowered, "only advice")):
        for locked in (True, False):
            if ids := sorted(rule.id for rule in found if rule.locked is locked):
                noun = "locked rules" if locked else "rules"
                # Whoever ran it may have had the right to choose about the others.
                level = Level.MANDATORY if locked else Level.ADVISORY
                yield finding(f"These {noun} were {what} in this run: {', '.join(ids)}.", level=level)


def _missing(subject: Subject, enforcement: Enforcement, rule: Rule) -> bool:
    log = subject.log
    judged, names = (
        (bool(log.judged), log.resource_rules)
        if isinstance(rule, ResourceRule)
        else (log.stack_judged, log.stack_rules)
    )
    return judged and rule.id not in names and enforcement.level(rule) is not Level.DISABLED


def _lowered(subject: Subject, enforcement: Enforcement, rule: Rule) -> bool:
    return enforcement.level(rule) is Level.MANDATORY and any(
        (one.pack, one.policy) == (PACK, rule.id) and one.level != Level.MANDATORY and not one.failed
        for one in subject.log.violations
    )


def unread(enforcement: Enforcement, found: Sequence[Finding]) -> Iterator[Finding]:
    """What is wrong with the files of settings and exemptions, where no rule tells it."""
    told = {one.source for one in found}
    for problem in (*enforcement.mistakes, *enforcement.problems):
        if problem.source not in told:
            yield finding(problem.what, source=problem.source)
