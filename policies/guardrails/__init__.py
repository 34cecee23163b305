"""What is forbidden: the rules, and how they are put to resources; only `pack` needs Pulumi."""

from guardrails.engine.catalogue import catalogue
from guardrails.engine.enforcement import Enforcement, in_force
from guardrails.engine.example import Example
from guardrails.engine.exemption import Exemption
from guardrails.engine.finding import Finding, Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Absent, Known, Props, Redacted, Unknown
from guardrails.engine.resource import Resource
from guardrails.engine.rule import (
    ChangeRule,
    Loss,
    MetaRule,
    Reference,
    ResourceRule,
    Rule,
    StackRule,
    evaluate,
    evaluate_stack,
)
from guardrails.engine.setting import Config, Setting, Shape
from guardrails.rules import RULES

__all__ = [
    "RULES",
    "Absent",
    "ChangeRule",
    "Config",
    "Enforcement",
    "Example",
    "Exemption",
    "Finding",
    "Known",
    "Level",
    "Loss",
    "MetaRule",
    "Profile",
    "Props",
    "Redacted",
    "Reference",
    "Resource",
    "ResourceRule",
    "Rule",
    "Setting",
    "Severity",
    "Shape",
    "StackRule",
    "Unknown",
    "catalogue",
    "evaluate",
    "evaluate_stack",
    "in_force",
]
