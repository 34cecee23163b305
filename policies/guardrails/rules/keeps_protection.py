"""A change lets nothing be deleted that was protected."""

from guardrails.data.fixtures import entitlement
from guardrails.data.frameworks import owasp
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.rule import ChangeRule


def _member(**options: object) -> dict[str, object]:
    return {**entitlement(), "options": options}


RULE = ChangeRule(
    id="keeps-protection",
    title="No change lets resources be deleted that were protected.",
    severity=Severity.MEDIUM,
    # The first step of every deliberate deletion.
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat="The next run can delete what people and pipelines sign in with, by mistake or on purpose.",
    fix="Set protect again, unless the resource is to be deleted next.",
    references=(owasp(1),),
    bad=(
        Example(
            "An entitlement that can be deleted from now on.",
            before={"member": _member(protect=True)},
            resources={"member": _member()},
        ),
    ),
    good=(
        Example(
            "An entitlement that stays protected.",
            before={"member": _member(protect=True)},
            resources={"member": _member(protect=True)},
        ),
    ),
)
