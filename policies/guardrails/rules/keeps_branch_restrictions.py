"""A change takes no restriction of branches away."""

from guardrails.data.frameworks import owasp
from guardrails.data.guards import branch_control, branch_policy
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.rule import ChangeRule

RULE = ChangeRule(
    id="keeps-branch-restrictions",
    title="No change takes a branch control or a branch policy away or weakens it.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever can merge a change to the code can reach production with what the guard held back until now."
    ),
    fix="Put it back, or let those who answer for what it guards approve that it goes, with an exemption.",
    references=(owasp(1), owasp(5)),
    bad=(
        Example(
            "A branch control that lets every branch in.",
            before={"branches": branch_control("refs/heads/main")},
            resources={"branches": branch_control("*")},
        ),
        Example(
            "A branch policy that asks for one reviewer less.",
            before={"reviewers": branch_policy(2)},
            resources={"reviewers": branch_policy(1)},
        ),
    ),
    good=(
        Example(
            "A branch control that lets fewer branches in.",
            before={"branches": branch_control("refs/heads/main,refs/heads/releases/*")},
            resources={"branches": branch_control("refs/heads/main")},
        ),
    ),
)
