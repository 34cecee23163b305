"""What is forbidden: the rules, and how they are put to resources; only `pack` needs Pulumi."""

from guardrails import known_connection_type, no_pat_connection
from guardrails.finding import Finding, Level, Severity
from guardrails.props import Absent, Known, Props, Redacted, Unknown
from guardrails.resource import Resource
from guardrails.rule import ResourceRule, Rule, StackRule, evaluate, evaluate_stack

RULES: tuple[Rule, ...] = (
    known_connection_type.RULE,
    no_pat_connection.RULE,
)

__all__ = [
    "RULES",
    "Absent",
    "Finding",
    "Known",
    "Level",
    "Props",
    "Redacted",
    "Resource",
    "ResourceRule",
    "Rule",
    "Severity",
    "StackRule",
    "Unknown",
    "evaluate",
    "evaluate_stack",
]
