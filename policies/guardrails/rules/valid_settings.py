"""The file of settings chooses only what can be chosen."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import MetaRule

if TYPE_CHECKING:
    from guardrails.engine.enforcement import Enforcement


def _check(
    enforcement: "Enforcement", _: Sequence[Resource], __: Sequence[Finding]
) -> Iterator[tuple[str, str]]:
    for problem in enforcement.mistakes:
        yield problem.source, problem.what


RULE = MetaRule(
    id="valid-settings",
    title="The settings name rules, levels and values that there are, and lower no locked rule.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    threat="A misspelt setting leaves a rule weaker than everybody believes it to be.",
    fix=(
        "Correct the settings; `python -m guardrails.engine.pages` writes a page for each rule, with what "
        "can be chosen."
    ),
    references=(owasp(7),),
    check=_check,
    bad=(
        Example(
            "A locked rule that is switched off.",
            {},
            settings="""\
rules:
  no-pat-connection: {level: disabled}
""",
        ),
        Example("A profile that there is not.", {}, settings="profile: relaxed\n"),
    ),
    good=(
        Example(
            "A stricter profile, and two approvers.",
            {},
            settings="""\
profile: strict
rules:
  guarded-production-connection: {approvers: 2}
""",
        ),
    ),
)
