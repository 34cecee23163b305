"""The guardrails are set to stop something."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import MetaRule

if TYPE_CHECKING:
    from guardrails.engine.enforcement import Enforcement


def _check(
    enforcement: "Enforcement", _: Sequence[Resource], __: Sequence[Finding]
) -> Iterator[tuple[str, str]]:
    if enforcement.profile is Profile.AUDIT:
        yield "", "THE PROFILE IS AUDIT: NOTHING IS ENFORCED. Every rule is advice, and a token would pass."


RULE = MetaRule(
    id="enforcing-profile",
    title="The guardrails are in a profile that enforces them.",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    locked=True,
    threat="Everybody trusts in rules that stop nothing.",
    fix="Choose the profile baseline, standard or strict as soon as you have seen what audit finds.",
    references=(owasp(1),),
    check=_check,
    bad=(Example("The profile audit.", {}, settings="profile: audit\n"),),
    good=(Example("The profile that counts when none is chosen.", {}),),
)
