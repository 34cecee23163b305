"""Rules about a change: what it takes away, which no policy pack is ever shown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from guardrails import Finding, saved
from guardrails.rule import Rule

from patless.check.change import Subject
from patless.check.entry import Entry


@dataclass(frozen=True, kw_only=True)
class PlanRule(Rule):
    """A rule about what a change does to resources that were there before."""

    check: Callable[[Subject], Iterable[tuple[Entry, str]]]
    """Says what is wrong with which resource, as it was before; never quotes a value."""

    def examine(self, subject: Subject) -> Iterator[Finding]:
        """What the rule finds; a rule that fails is a finding too."""
        try:
            for entry, what in self.check(subject):
                yield self._finding(saved.resource(entry), what)
        except Exception as failure:
            yield self._crash(None, failure)
