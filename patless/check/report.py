"""The report of one check: the access diff, the findings, and what they were found by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guardrails import ChangeRule, Enforcement, Finding, Level
from guardrails.engine.rule import Rule

from patless.check import findings, in_force
from patless.check.access import diff
from patless.check.access.cost import Cost, cost
from patless.check.access.diff import Line
from patless.check.at_ref import Guardrails
from patless.check.change import Subject
from patless.check.manifest import Manifest
from patless.check.pack_config import PackConfig
from patless.check.place import Place, Places
from patless.check.snapshot import Snapshot
from patless.check.verdict import Verdict


@dataclass(frozen=True)
class Report:
    """What a check found out."""

    subject: Subject
    guardrails: Guardrails
    enforcement: Enforcement
    rules: Sequence[Rule]
    """Every rule that was asked."""

    access: Sequence[Line]
    cost: Cost
    findings: Sequence[Finding]
    """The mandatory ones first, then advice, then what is exempt."""

    places: Mapping[int, Place] = field(default_factory=dict)
    """Where findings point, by their position."""

    left_out: int = 0
    """How many findings were there before, and are not shown."""

    @property
    def mandatory(self) -> list[Finding]:
        """What has to be put right."""
        return [one for one in self.findings if one.level is Level.MANDATORY]

    @property
    def advice(self) -> list[Finding]:
        """What ought to be."""
        return [one for one in self.findings if one.level is Level.ADVISORY and not one.exemption]

    @property
    def exempt(self) -> list[Finding]:
        """What may stay for a while."""
        return [one for one in self.findings if one.exemption]

    @property
    def unexplained(self) -> list[str]:
        """What the engine says went wrong beyond the findings."""
        # The program itself refuses credentials too, in the same words.
        return [
            error for error in self.subject.log.errors if not any(one.what in error for one in self.findings)
        ]

    @property
    def whole(self) -> bool:
        """Whether the run behind it came to its end."""
        return not self.subject.log.failed or not self.unexplained

    @property
    def verdict(self) -> Verdict:
        """How the check ends."""
        if self.mandatory:
            return Verdict.FINDINGS
        # A run that failed with nothing said is no reason for a clean bill; an earlier finding is one.
        log = self.subject.log
        explained = not log.failed or any(one.level == Level.MANDATORY for one in log.violations)
        return Verdict.CLEAN if self.whole and explained else Verdict.COULD_NOT_RUN

    @property
    def headline(self) -> str:
        """The result in a few words."""
        counted = [
            (len(self.mandatory), "mandatory finding", "mandatory findings"),
            (len(self.advice), "advisory", "advisory"),
            (len(self.exempt), "exempt", "exempt"),
        ]
        words = ", ".join(f"{count} {one if count == 1 else more}" for count, one, more in counted if count)
        opening = {
            Verdict.CLEAN: "clean",
            Verdict.FINDINGS: "refused",
            Verdict.COULD_NOT_RUN: "no verdict",
        }[self.verdict]
        ended = self.verdict is not Verdict.COULD_NOT_RUN
        nothing = "no finding" if ended else "the run did not come to its end"
        before = f"; {self.left_out} that were there before are not shown" if self.left_out else ""
        return f"{opening}: {words or nothing}{before}"

    @property
    def by_what(self) -> str:
        """By which rules it was found."""
        enforced = [one for one in self.rules if self.enforcement.level(one) is not Level.DISABLED]
        asked = f"{len(enforced)} rules, profile {self.enforcement.profile}"
        count = len(self.subject.after)
        noun = "resource" if count == 1 else "resources"
        return f"{count} {noun}, {asked}, guardrails from {self.guardrails.origin}"


def report(
    subject: Subject,
    guardrails: Guardrails,
    enforcement: Enforcement,
    rules: Sequence[Rule],
    manifest: Manifest,
    *,
    config: PackConfig | None = None,
    new_only: bool = False,
    prefix: str = "",
) -> Report:
    """Check a subject."""
    applied = config.apply(enforcement, rules) if config else enforcement
    variables = guardrails.environment if subject.ours else {}
    found = findings.judge(subject, applied, rules, variables, manifest.names)
    everything = len(found)
    if new_only:
        found = findings.only_new(found, subject, applied, rules, variables)
    left_out = everything - len(found)
    found += in_force.verify(subject, applied, rules)
    found += config.findings(enforcement, rules) if config else []
    found += in_force.unread(enforcement, found)
    found = sorted((_shown(one, guardrails) for one in found), key=_order)
    before, after = Snapshot(subject.before), Snapshot(subject.after)
    new = diff.accesses(after, manifest.names)
    old = new if subject.stands else diff.accesses(before, manifest.names)
    places = Places(manifest, (after, before), prefix)
    placed = {index: place for index, one in enumerate(found) if (place := places.of(one))}
    return Report(
        subject=subject,
        guardrails=guardrails,
        enforcement=applied,
        # A stack as it stands takes nothing away.
        rules=[one for one in rules if not (subject.stands and isinstance(one, ChangeRule))],
        access=diff.diff(subject, old, new),
        cost=cost(old.values(), new.values(), manifest.prices, stands=subject.stands),
        findings=found,
        places=placed,
        left_out=left_out,
    )


def _shown(finding: Finding, guardrails: Guardrails) -> Finding:
    """With the name of a file as people know it."""
    return (
        replace(finding, source=finding.source.removeprefix(guardrails.hidden)) if finding.source else finding
    )


def _order(finding: Finding) -> tuple[int, bool, str, str, str]:
    levels = (Level.MANDATORY, Level.ADVISORY, Level.DISABLED)
    return levels.index(finding.level), bool(finding.exemption), finding.rule, finding.urn, finding.what
