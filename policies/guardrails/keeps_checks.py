"""A change takes no check away."""

from guardrails.example import Example
from guardrails.finding import Level, Severity
from guardrails.frameworks import owasp
from guardrails.guards import exclusive_lock
from guardrails.rule import ChangeRule
from guardrails.specimens import connection

RULE = ChangeRule(
    id="keeps-checks",
    title="No change takes a check away: an exclusive lock, business hours, a required template, a service.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever can merge a change to the code can reach production with what the guard held back until now."
    ),
    fix="Put it back, or let those who answer for what it guards approve that it goes, with an exemption.",
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
