"""A change takes no approval away."""

from guardrails.data.fixtures import connection
from guardrails.data.frameworks import owasp
from guardrails.data.guards import approval
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.rule import ChangeRule

RULE = ChangeRule(
    id="keeps-approvals",
    title="No change takes an approval away or weakens it: fewer approvers, others, or the one who asks.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever can merge a change to the code can reach production with what the guard held back until now."
    ),
    fix="Put it back, or let those who answer for what it guards approve that it goes, with an exemption.",
    references=(owasp(1), owasp(5)),
    bad=(
        Example(
            "An approval that the change takes away.",
            before={"approval": approval()},
            resources={},
        ),
        Example(
            "An approval that one person less has to give.",
            before={"approval": approval(minimumRequiredApprovers=2)},
            resources={"approval": approval(minimumRequiredApprovers=1)},
        ),
    ),
    good=(
        Example(
            "An approval that one person more has to give.",
            before={"approval": approval(minimumRequiredApprovers=1)},
            resources={"approval": approval(minimumRequiredApprovers=2)},
        ),
        Example(
            "An approval that goes with the connection that it guards.",
            before={"azure": connection(), "approval": approval()},
            resources={},
        ),
    ),
)
