"""A change takes no check away, and loosens none."""

from guardrails.data.fixtures import connection
from guardrails.data.frameworks import owasp
from guardrails.data.guards import exclusive_lock
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.rule import ChangeRule

RULE = ChangeRule(
    id="keeps-checks",
    title="No change takes a check away, or loosens it: locks, business hours, required templates, services.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever can merge a change to the code can reach production with what the guard held back until now."
    ),
    fix="Put it back as it was, or let those who answer for what it guards approve it, with an exemption.",
    references=(owasp(1), owasp(5)),
    bad=(
        Example(
            "An exclusive lock that the change takes away.",
            before={"lock": exclusive_lock()},
            resources={},
        ),
    ),
    good=(
        Example(
            "An exclusive lock that is called something else from now on.",
            before={"azure": connection(), "lock": exclusive_lock()},
            resources={"azure": connection(), "one-by-one": exclusive_lock()},
        ),
    ),
)
