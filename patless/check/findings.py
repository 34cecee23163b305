"""All that is wrong: what the engine's pack found, what the rules find here, what the change takes away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from guardrails import (
    ChangeRule,
    Enforcement,
    Finding,
    Level,
    MetaRule,
    Resource,
    ResourceRule,
    Severity,
    StackRule,
)
from guardrails.engine import saved
from guardrails.engine.fingerprint import changed, fingerprint
from guardrails.engine.resource import environment
from guardrails.engine.rule import Rule
from guardrails.rules.no_credential_in_environment import CREDENTIALS

from patless.check.access.names import Names
from patless.check.change import Subject
from patless.check.entry import Entry
from patless.check.log import PACK, Violation
from patless.check.pack_config import EXEMPT
from patless.check.removals import examine


def resources(entries: Iterable[Entry], variables: Mapping[str, str]) -> list[Resource]:
    """The resources as rules get them."""
    found = saved.resources({"deployment": {"resources": list(entries)}})
    names = environment(variables)
    return [replace(one, environment=names) for one in found] if names else found


def judge(
    subject: Subject,
    enforcement: Enforcement,
    rules: Sequence[Rule],
    variables: Mapping[str, str],
    names: Names,
) -> list[Finding]:
    """What breaks a rule.

    Where the engine judged in our own run, its word counts: it saw the secrets that we do not. So it does for
    rules about the stack where we cannot tell what comes from where. Everything else is judged here, and so
    are the resources that the engine left out.
    """
    after = resources(subject.after, variables)
    theirs = _engines(subject, rules)
    mine = [rule for rule in rules if rule.id not in theirs]
    judged = subject.log.judged
    ours = [
        finding
        for one in after
        for finding in enforcement.evaluate(one, mine if one.urn in judged else rules)
    ]
    ours += enforcement.evaluate_stack(after, mine)
    by_urn = {one.urn: one for one in after}
    known = {rule.id: rule for rule in rules}
    said = [
        _finding(violation, known, enforcement, by_urn)
        for violation in subject.log.violations
        if violation.pack != PACK or violation.policy in theirs or violation.failed
    ]
    found = _once([*ours, *filter(None, said), *removals(subject, enforcement, rules, names)])
    # Last, because they say which exemptions nothing needs. A stack as it stands needs none to take away.
    asked = enforcement if subject.stands else replace(enforcement, unasked=frozenset())
    found += asked.evaluate_meta(after, found, rules)
    told = {one.rule for one in found}
    unsaid = [one for one in subject.log.violations if _about_rules(one, known) and one.policy not in told]
    return _once([*found, *filter(None, (_finding(one, known, enforcement, by_urn) for one in unsaid))])


def _about_rules(violation: Violation, known: Mapping[str, Rule]) -> bool:
    return violation.pack == PACK and isinstance(known.get(violation.policy), MetaRule)


def removals(
    subject: Subject, enforcement: Enforcement, rules: Iterable[Rule], names: Names
) -> Iterator[Finding]:
    """What the change takes away."""
    if subject.stands:
        return
    for rule in rules:
        if isinstance(rule, ChangeRule) and enforcement.level(rule) is not Level.DISABLED:
            yield from (enforcement.settle(finding, rule) for finding in examine(rule, subject, names))


def only_new(
    found: Iterable[Finding],
    subject: Subject,
    enforcement: Enforcement,
    rules: Sequence[Rule],
    variables: Mapping[str, str],
) -> list[Finding]:
    """Without what was there before the change, on resources whose inputs the change leaves alone.

    What a finding says stays the same while the inputs get worse, because it quotes none; and an exemption
    ends with them. What is about a file, the rules themselves or a credential in the environment stays.
    """
    lasting = {name: value for name, value in variables.items() if not CREDENTIALS.fullmatch(name)}
    renamed = {
        change.before["urn"]: change.urn for change in subject.changes if change.before and change.after
    }
    earlier = {
        (one.rule, renamed.get(one.urn, one.urn), one.what): one.fingerprint
        for one in enforcement.judge(resources(subject.before, lasting), rules)
        if one.urn
    }

    def is_new(one: Finding) -> bool:
        before = earlier.get((one.rule, one.urn, one.what))
        return before is None or bool(changed(before, one.fingerprint))

    return list(filter(is_new, found))


def _engines(subject: Subject, rules: Sequence[Rule]) -> set[str]:
    """The rules by which the engine's word counts, and the policy that tells what is exempt."""
    log = subject.log
    about_stack = {rule.id for rule in rules if isinstance(rule, StackRule)} | {EXEMPT}
    about_one = {rule.id for rule in rules if isinstance(rule, ResourceRule)}
    if subject.ours:
        return (log.stack_rules & about_stack) | (log.resource_rules & about_one)
    return set() if subject.traced else (log.stack_rules & about_stack) - {EXEMPT}


def _finding(
    violation: Violation,
    known: Mapping[str, Rule],
    enforcement: Enforcement,
    by_urn: Mapping[str, Resource],
) -> Finding | None:
    """A violation, joined with what is known of the rule and the resource."""
    if violation.pack == PACK and violation.policy == EXEMPT:
        return _exempt(violation, known, enforcement, by_urn)
    rule = known.get(violation.policy) if violation.pack == PACK else None
    if rule is None:
        return _foreign(violation, by_urn)
    told = violation.message.strip().removeprefix(rule.title)
    what, _, note = told.partition(f"\nFix: {rule.fix}")
    found = replace(_made(violation.urn, rule, what.strip(), by_urn), note=note.strip())
    if violation.failed:
        failed = f'The rule "{rule.id}" could not be evaluated.'
        return enforcement.settle(replace(found, what=failed, crashed=True), rule)
    return replace(found, level=max(enforcement.level(rule), Level(_level(violation)), key=list(Level).index))


def _exempt(
    violation: Violation,
    known: Mapping[str, Rule],
    enforcement: Enforcement,
    by_urn: Mapping[str, Resource],
) -> Finding | None:
    for one in enforcement.exemptions:
        _, told, what = violation.message.strip().partition(f"Exempt {one.terms} from {one.rule}: ")
        if told and one.names(violation.urn) and one.rule in known:
            found = _made(violation.urn, known[one.rule], what.strip(), by_urn)
            return replace(found, level=Level.ADVISORY, exemption=one)
    return None


def _foreign(violation: Violation, by_urn: Mapping[str, Resource]) -> Finding:
    """A violation of another pack, or of a rule that is not known here."""
    resource = by_urn.get(violation.urn)
    severity = violation.severity if violation.severity in tuple(Severity) else Severity.MEDIUM
    return Finding(
        rule=f"{violation.pack}/{violation.policy}",
        expected=f'The policy "{violation.policy}" of the pack "{violation.pack}" holds.',
        # Another pack may quote values, and its message is not ours to vouch for.
        what=f'The policy pack "{violation.pack}" reports the policy "{violation.policy}".',
        fix="Read the pack's own message in the output of the preview.",
        level=Level(_level(violation)),
        severity=Severity(severity),
        type=resource.type if resource else "",
        name=resource.name if resource else "",
        urn=violation.urn if resource else "",
    )


def _made(urn: str, rule: Rule, what: str, by_urn: Mapping[str, Resource]) -> Finding:
    resource = by_urn.get(urn)
    return Finding(
        rule=rule.id,
        expected=rule.title,
        what=what,
        fix=rule.fix,
        level=rule.level,
        severity=rule.severity,
        type=resource.type if resource else "",
        name=resource.name if resource else urn.rpartition("::")[2],
        urn=urn,
        fingerprint=fingerprint(resource) if resource else "",
    )


def _level(violation: Violation) -> str:
    return violation.level if violation.level in tuple(Level) else Level.ADVISORY


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once: an update tells those of its preview again."""
    return list({(one.rule, one.urn, one.source, one.what): one for one in found}.values())
