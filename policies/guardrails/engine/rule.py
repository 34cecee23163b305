"""A rule, and how it is put to a resource, a whole stack, a change, or the guardrails themselves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from guardrails.engine.example import Example
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.fingerprint import fingerprint, of_loss
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.setting import Config, Setting

if TYPE_CHECKING:
    from guardrails.engine.enforcement import Enforcement


@dataclass(frozen=True)
class Reference:
    """Where the world outside says the same."""

    id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule tells about itself."""

    id: str
    """Kebab-case; the rule's file has the same name in snake_case."""

    title: str
    """The sentence that is true of a stack that keeps the rule."""

    severity: Severity
    level: Level

    threat: str
    """What somebody can do where the rule is broken."""

    fix: str
    """How to keep the rule, in the imperative."""

    references: tuple[Reference, ...] = ()

    locked: bool = False
    """Whether a configuration may neither disable nor lower it."""

    secretless: bool = False
    """Whether it keeps secrets out; the profile `baseline` has only these."""

    levels: Mapping[Profile, Level] = field(default_factory=dict)
    """Its level in a profile, where that is not what follows from `level`, `locked` and `secretless`."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    """What users may choose; `check` gets a value for each."""

    bad: tuple[Example, ...] = ()
    """What breaks the rule."""

    good: tuple[Example, ...] = ()
    """What keeps it."""

    @cached_property
    def defaults(self) -> Config:
        """The value of each setting that nobody chose."""
        return {name: setting.default for name, setting in self.settings.items()}

    def level_in(self, profile: Profile) -> Level:
        """Whether the rule stops a deployment under a profile."""
        if profile is Profile.AUDIT:
            return Level.ADVISORY
        if profile in self.levels:
            return self.levels[profile]
        if profile is Profile.BASELINE and not (self.secretless or self.locked):
            return Level.DISABLED
        return self.level

    def _config(self, chosen: Config | None) -> Config:
        return {**self.defaults, **chosen} if chosen else self.defaults

    def _finding(self, resource: Resource | None, what: str, source: str = "") -> Finding:
        type_, name, urn = (resource.type, resource.name, resource.urn) if resource else ("", "", "")
        return Finding(
            rule=self.id,
            expected=self.title,
            what=what,
            fix=self.fix,
            level=self.level,
            severity=self.severity,
            type=type_,
            name=name,
            urn=urn,
            fingerprint=fingerprint(resource) if resource else "",
            source=source,
        )

    def _crash(self, resource: Resource | None, failure: Exception) -> Finding:
        where = f'"{resource.name}" ({resource.type})' if resource else "the stack"
        return Finding(
            rule=self.id,
            expected=f'The rule "{self.id}" can be checked.',
            # Only the class: the text of an exception can quote the value that it stumbled over.
            what=f'The rule "{self.id}" failed on {where} with {type(failure).__name__}.',
            fix="Report this as a bug of the rule, with the resource's type; leave the resource out for now.",
            level=Level.MANDATORY,
            severity=self.severity,
            type=resource.type if resource else "",
            name=resource.name if resource else "",
            urn=resource.urn if resource else "",
            crashed=True,
        )


@dataclass(frozen=True, kw_only=True)
class ResourceRule(Rule):
    """A rule about one resource, which stops that resource before it is created."""

    types: re.Pattern[str]
    """The resource types that the rule is about."""

    check: Callable[[Resource, Config], Iterable[str]]
    """Says what is wrong, one sentence for each thing; never quotes a value."""

    in_program: bool = False
    """Whether the program itself refuses too, where no pack is loaded."""

    @cached_property
    def applies(self) -> Callable[[str], bool]:
        """Whether the rule is about resources of a type; a stack has few types and asks often."""
        return lru_cache(1024)(lambda type_: self.types.fullmatch(type_) is not None)

    def examine(self, resource: Resource, chosen: Config | None = None) -> Iterator[Finding]:
        """What the rule finds under the settings that were chosen; a rule that fails is a finding too."""
        try:
            if self.applies(resource.type):
                for what in self.check(resource, self._config(chosen)):
                    yield self._finding(resource, what)
        except Exception as failure:
            yield self._crash(resource, failure)


@dataclass(frozen=True, kw_only=True)
class StackRule(Rule):
    """A rule about how resources hang together; it reports when all of them are known."""

    check: Callable[[Sequence[Resource], Config], Iterable[tuple[Resource, str]]]
    """Says what is wrong with which resource; never quotes a value."""

    def examine(self, resources: Sequence[Resource], chosen: Config | None = None) -> Iterator[Finding]:
        """What the rule finds under the settings that were chosen; a rule that fails is a finding too."""
        try:
            for resource, what in self.check(resources, self._config(chosen)):
                yield self._finding(resource, what)
        except Exception as failure:
            yield self._crash(None, failure)


@dataclass(frozen=True)
class Loss:
    """What a change takes from a resource."""

    before: Resource
    after: Resource | None
    """The resource as it is to be, or what takes its place; none where it goes."""

    what: str


@dataclass(frozen=True, kw_only=True)
class ChangeRule(Rule):
    """A rule about what a change takes away. No policy pack is ever shown that: `patless check` finds it."""

    def examine(self, losses: Callable[[], Iterable[Loss]]) -> Iterator[Finding]:
        """What breaks the rule, among the losses that a check finds; a check that fails is a finding too."""
        try:
            for loss in losses():
                granted = of_loss(loss.before, loss.after)
                yield replace(self._finding(loss.before, loss.what), fingerprint=granted)
        except Exception as failure:
            yield self._crash(None, failure)


@dataclass(frozen=True, kw_only=True)
class MetaRule(Rule):
    """A rule about the guardrails themselves: what they are set to, and what they let pass."""

    check: Callable[["Enforcement", Sequence[Resource], Sequence[Finding]], Iterable[tuple[str, str]]]
    """Given what all other rules found, says what is wrong, after the file and line where it stands or ""."""

    def examine(
        self, enforcement: "Enforcement", resources: Sequence[Resource], findings: Sequence[Finding]
    ) -> Iterator[Finding]:
        """What the rule finds; a rule that fails is a finding too."""
        try:
            for source, what in self.check(enforcement, resources, findings):
                yield self._finding(None, what, source)
        except Exception as failure:
            yield self._crash(None, failure)


def evaluate(resource: Resource, rules: Iterable[Rule]) -> list[Finding]:
    """Everything that the rules find about one resource, each at its own level and by its defaults."""
    return [finding for rule in rules if isinstance(rule, ResourceRule) for finding in rule.examine(resource)]


def evaluate_stack(resources: Sequence[Resource], rules: Iterable[Rule]) -> list[Finding]:
    """Everything that the rules find about how the resources hang together, by their defaults."""
    return [finding for rule in rules if isinstance(rule, StackRule) for finding in rule.examine(resources)]
