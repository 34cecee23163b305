"""A rule, and how it is put to a resource or to a whole stack."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from guardrails.finding import Finding, Level, Severity
from guardrails.resource import Resource


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

    def _finding(self, resource: Resource | None, what: str) -> Finding:
        type_, name, urn = (resource.type, resource.name, resource.urn) if resource else ("", "", "")
        return Finding(self.id, self.title, what, self.fix, self.level, self.severity, type_, name, urn)

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

    check: Callable[[Resource], Iterable[str]]
    """Says what is wrong, one sentence for each thing; never quotes a value."""

    in_program: bool = False
    """Whether the program itself refuses too, where no pack is loaded."""

    def applies(self, type_: str) -> bool:
        """Whether the rule is about resources of this type."""
        return self.types.fullmatch(type_) is not None

    def examine(self, resource: Resource) -> Iterator[Finding]:
        """What the rule finds; a rule that fails is a finding too."""
        try:
            if self.applies(resource.type):
                for what in self.check(resource):
                    yield self._finding(resource, what)
        except Exception as failure:
            yield self._crash(resource, failure)


@dataclass(frozen=True, kw_only=True)
class StackRule(Rule):
    """A rule about how resources hang together; it reports when all of them are known."""

    check: Callable[[Sequence[Resource]], Iterable[tuple[Resource, str]]]
    """Says what is wrong with which resource; never quotes a value."""

    def examine(self, resources: Sequence[Resource]) -> Iterator[Finding]:
        """What the rule finds; a rule that fails is a finding too."""
        try:
            for resource, what in self.check(resources):
                yield self._finding(resource, what)
        except Exception as failure:
            yield self._crash(None, failure)


def evaluate(resource: Resource, rules: Iterable[Rule]) -> list[Finding]:
    """Everything that the rules find about one resource."""
    return [finding for rule in rules if isinstance(rule, ResourceRule) for finding in rule.examine(resource)]


def evaluate_stack(resources: Sequence[Resource], rules: Iterable[Rule]) -> list[Finding]:
    """Everything that the rules find about how the resources hang together."""
    return [finding for rule in rules if isinstance(rule, StackRule) for finding in rule.examine(resources)]
