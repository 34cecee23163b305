"""Every rule as plain data, for reports and documentation."""

from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.engine.example import Example
from guardrails.engine.profiles import Profile
from guardrails.engine.rule import ChangeRule, MetaRule, ResourceRule, Rule

PAGES = "docs/reference/rules"
"""The folder of the rules' pages, from the root of the repository."""


def catalogue(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """What there is to know about each rule."""
    return [_entry(rule) for rule in rules]


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "page": f"{PAGES}/{rule.id}.md",
        "about": _about(rule),
        "severity": rule.severity.value,
        "level": rule.level.value,
        "levels": {profile.value: rule.level_in(profile).value for profile in Profile},
        "locked": rule.locked,
        "secretless": rule.secretless,
        "in_program": isinstance(rule, ResourceRule) and rule.in_program,
        "types": rule.types.pattern if isinstance(rule, ResourceRule) else "",
        "threat": rule.threat,
        "fix": rule.fix,
        "references": [{"id": one.id, "url": one.url} for one in rule.references],
        "settings": {
            name: {"kind": one.kind.value, **one.schema(one.default)} for name, one in rule.settings.items()
        },
        "examples": {"bad": _examples(rule.bad), "good": _examples(rule.good)},
    }


def _about(rule: Rule) -> str:
    match rule:
        case ResourceRule():
            return "resource"
        case ChangeRule():
            return "change"
        case MetaRule():
            return "guardrails"
    return "stack"


def _examples(examples: Sequence[Example]) -> list[Mapping[str, Any]]:
    return [
        {
            "title": one.title,
            "before": dict(one.before),
            "resources": dict(one.resources),
            "environment": sorted(one.environment),
            "exemptions": one.exemptions,
            "settings": one.settings,
        }
        for one in examples
    ]
