"""What is in force: the profile, the settings that were chosen, and the exemptions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from guardrails.engine.exemption import Exemption
from guardrails.engine.exemptions import Problem
from guardrails.engine.exemptions import read as read_exemptions
from guardrails.engine.finding import Finding, Level
from guardrails.engine.fingerprint import changed
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ChangeRule, MetaRule, ResourceRule, Rule, StackRule
from guardrails.engine.setting import Config
from guardrails.engine.settings import Choice, Settings
from guardrails.engine.settings import read as read_settings

HOME = Path(__file__).resolve().parents[2]
"""The folder of the pack, which holds the files unless a variable names others."""

EXEMPTIONS = "PATLESS_EXEMPTIONS"
SETTINGS = "PATLESS_GUARDRAILS"
PROFILE = "PATLESS_PROFILE"


@dataclass(frozen=True)
class Enforcement:
    """How the rules are put to resources: at which level, with which settings, and what is let pass."""

    profile: Profile = Profile.STANDARD
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """By rule, what the file of settings says of it."""

    exemptions: Sequence[Exemption] = ()
    problems: Sequence[Problem] = ()
    """What is wrong with the exemptions."""

    mistakes: Sequence[Problem] = ()
    """What is wrong with the settings."""

    unasked: frozenset[str] = frozenset()
    """The ids of rules that are not asked here, so that it cannot be told whether exemptions are needed."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def level(self, rule: Rule) -> Level:
        """Whether a rule stops a deployment."""
        chosen = self.choices.get(rule.id)
        if chosen and chosen.level and self.profile is not Profile.AUDIT:
            return chosen.level
        return rule.level_in(self.profile)

    def config(self, rule: Rule) -> Config:
        """The value of each of a rule's settings."""
        chosen = self.choices.get(rule.id)
        return {**rule.defaults, **chosen.config} if chosen else rule.defaults

    def settle(self, finding: Finding, rule: Rule) -> Finding:
        """The finding at the level at which it counts, with the exemption that there is, if any."""
        if finding.crashed:
            enforced = self.profile is not Profile.AUDIT
            return replace(finding, level=Level.MANDATORY if enforced else Level.ADVISORY)
        settled = replace(finding, level=self.level(rule))
        for one in self.exemptions:
            if one.rule != finding.rule or not one.names(finding.urn):
                continue
            note = self._lapsed(one, finding.fingerprint)
            if not note:
                return replace(finding, level=Level.ADVISORY, exemption=one)
            settled = replace(settled, note=note)
        return settled

    def _lapsed(self, one: Exemption, fingerprint: str) -> str:
        """Why an exemption counts no more; nothing where it does."""
        if self.now > one.expires:
            return f"The exemption from this rule ended on {one.expires:%Y-%m-%d %H:%M} UTC."
        if one.incident and not one.fingerprints:
            return ""
        inputs = min(
            (changed(granted, fingerprint) for granted in one.fingerprints), key=len, default={"all"}
        )
        if not inputs:
            return ""
        return (
            "The exemption from this rule counts no more, because inputs have changed "
            f"({', '.join(sorted(inputs))}); the fingerprint is {fingerprint} now."
        )

    def judge(self, resources: Sequence[Resource], rules: Sequence[Rule]) -> list[Finding]:
        """Everything that the rules find: in each resource, in the stack as a whole, in what is in force."""
        found = [finding for one in resources for finding in self.evaluate(one, rules)]
        found += self.evaluate_stack(resources, rules)
        return found + self.evaluate_meta(resources, found, rules)

    def evaluate(self, resource: Resource, rules: Iterable[Rule]) -> list[Finding]:
        """What the rules find in one resource."""
        return [
            self.settle(finding, rule)
            for rule in self._in_force(rules)
            if isinstance(rule, ResourceRule) and rule.applies(resource.type)
            for finding in rule.examine(resource, self.config(rule))
        ]

    def evaluate_stack(self, resources: Sequence[Resource], rules: Iterable[Rule]) -> list[Finding]:
        """What the rules find in how the resources hang together."""
        return [
            self.settle(finding, rule)
            for rule in self._in_force(rules)
            if isinstance(rule, StackRule)
            for finding in rule.examine(resources, self.config(rule))
        ]

    def evaluate_meta(
        self, resources: Sequence[Resource], findings: Sequence[Finding], rules: Iterable[Rule]
    ) -> list[Finding]:
        """What the rules find in what is in force, given what the others found."""
        return [
            self.settle(finding, rule)
            for rule in self._in_force(rules)
            if isinstance(rule, MetaRule)
            for finding in rule.examine(self, resources, findings)
        ]

    def _in_force(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        return (rule for rule in rules if self.level(rule) is not Level.DISABLED)


DEFAULT = Enforcement()
"""The profile `standard`, nothing chosen, nothing exempt."""


def in_force(
    environment: Mapping[str, str], rules: Sequence[Rule], now: datetime | None = None
) -> Enforcement:
    """What is in force where a program runs or is checked.

    Never fails: a file that cannot be read chooses nothing and lets nothing pass, and is a finding. Rules
    about a change count as unasked until somebody has a change to put to them.
    """
    moment = now or datetime.now(UTC)
    exemptable = {rule.id: rule.severity for rule in rules if not isinstance(rule, MetaRule)}
    settings = Settings()
    exemptions: list[Exemption] = []
    problems: list[Problem] = []
    mistakes: list[Problem] = []
    if text := _text(environment, SETTINGS, "guardrails.yaml", mistakes.append):
        settings = read_settings(*text, rules)
        mistakes += settings.mistakes
    if text := _text(environment, EXEMPTIONS, "exemptions.yaml", problems.append):
        for one in read_exemptions(*text, exemptable, moment):
            if isinstance(one, Problem):
                problems.append(one)
            else:
                exemptions.append(one)
    profile = settings.profile
    if name := environment.get(PROFILE):
        try:
            profile = Profile(name)
        except ValueError:
            mistakes.append(Problem(PROFILE, f"There is no such profile; there are: {', '.join(Profile)}."))
    unasked = frozenset(rule.id for rule in rules if isinstance(rule, ChangeRule))
    return Enforcement(profile, settings.choices, exemptions, problems, mistakes, unasked, moment)


def _text(
    environment: Mapping[str, str], variable: str, name: str, complain: Callable[[Problem], None]
) -> tuple[str, str] | None:
    """What stands in a file, and how to call the file."""
    chosen = environment.get(variable)
    path = Path(chosen) if chosen else HOME / name
    if not chosen and not path.exists():
        return None
    shown = chosen or f"policies/{name}"
    try:
        return path.read_text(encoding="utf-8"), shown
    except (OSError, UnicodeDecodeError):
        complain(Problem(shown, "The file cannot be read."))
        return None
