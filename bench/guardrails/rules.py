"""What each rule costs by itself, in one process, on the resources of a saved stack."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from guardrails import RULES, Resource, ResourceRule, StackRule

ASKED = [rule for rule in RULES if isinstance(rule, ResourceRule | StackRule)]
"""The rules about what stands; the others are about the guardrails themselves, or about a change."""


@dataclass(frozen=True)
class Cost:
    """What one rule takes; a stack rule is about all resources."""

    rule: str
    resources: int
    """How many of the resources it is about."""

    microseconds: float
    """For each of them."""

    @property
    def milliseconds(self) -> float:
        """For all of them."""
        return self.microseconds * self.resources / 1000


def costs(resources: list[Resource], repeats: int) -> list[Cost]:
    """What the rules cost, the dearest first; those about nothing that is here are left out."""
    found = (_cost(rule, resources, repeats) for rule in ASKED)
    return sorted(filter(None, found), key=lambda cost: cost.milliseconds, reverse=True)


def _cost(rule: ResourceRule | StackRule, resources: list[Resource], repeats: int) -> Cost | None:
    if isinstance(rule, StackRule):
        about, seconds = resources, _timed(lambda: rule.examine(resources), repeats)
    else:
        about = [one for one in resources if rule.applies(one.type)]
        seconds = _timed(lambda: (found for one in about for found in rule.examine(one)), repeats)
    return Cost(rule.id, len(about), round(1e6 * seconds / len(about), 1)) if about else None


def _timed(look: Callable[[], Iterable[object]], repeats: int) -> float:
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        for _found in look():
            pass
        taken.append(time.perf_counter() - begun)
    return median(taken)
