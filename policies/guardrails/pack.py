"""The rules as policies of a Pulumi policy pack."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi_policy

from guardrails.finding import Finding, Level
from guardrails.props import Props
from guardrails.resource import Resource
from guardrails.rule import ResourceRule, Rule, StackRule

_LEVELS = {
    Level.ADVISORY: pulumi_policy.EnforcementLevel.ADVISORY,
    Level.MANDATORY: pulumi_policy.EnforcementLevel.MANDATORY,
}


def policies(rules: Iterable[Rule]) -> list[pulumi_policy.Policy]:
    """One policy for each rule."""
    return [_policy(rule) for rule in rules]


def resource(args: pulumi_policy.ResourceValidationArgs) -> Resource:
    """The resource that a resource policy is given."""
    return Resource(
        type=args.resource_type,
        name=args.name,
        props=Props(args.props),
        urn=args.urn,
        parent=args.opts.parent or "",
        provider=_provider(args.provider),
        protect=args.opts.protect,
    )


def resources(args: pulumi_policy.StackValidationArgs) -> list[Resource]:
    """The resources that a stack policy is given."""
    return [
        Resource(
            type=one.resource_type,
            name=one.name,
            props=Props(one.props),
            urn=one.urn,
            parent=one.parent.urn if one.parent else "",
            provider=_provider(one.provider),
            protect=one.opts.protect,
            property_dependencies=_dependencies(one.property_dependencies),
        )
        for one in args.resources
    ]


def _provider(provider: pulumi_policy.PolicyProviderResource | None) -> Resource | None:
    if provider is None:
        return None
    return Resource(provider.resource_type, provider.name, Props(provider.props), provider.urn)


def _dependencies(
    found: Mapping[str, Sequence[pulumi_policy.PolicyResource]],
) -> dict[str, tuple[str, ...]]:
    return {name: tuple(one.urn for one in sources) for name, sources in found.items()}


def _policy(rule: Rule) -> pulumi_policy.Policy:
    match rule:
        case ResourceRule():
            return _resource_policy(rule)
        case StackRule():
            return _stack_policy(rule)
    raise TypeError(f"{rule.id} is a rule neither for a resource nor for a stack")


def _resource_policy(rule: ResourceRule) -> pulumi_policy.ResourceValidationPolicy:
    def validate(args: pulumi_policy.ResourceValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        if not rule.applies(args.resource_type):
            args.not_applicable("The rule is about other resource types.")
        _report(rule, rule.examine(resource(args)), report)

    return pulumi_policy.ResourceValidationPolicy(validate=validate, **_description(rule))


def _stack_policy(rule: StackRule) -> pulumi_policy.StackValidationPolicy:
    def validate(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        _report(rule, rule.examine(resources(args)), report)

    return pulumi_policy.StackValidationPolicy(validate=validate, **_description(rule))


def _report(rule: Rule, findings: Iterable[Finding], report: pulumi_policy.ReportViolation) -> None:
    for finding in findings:
        if finding.crashed and rule.level is not Level.MANDATORY:
            # A policy has one level only; raising is what stops the deployment where that level is advice.
            raise RuntimeError(finding.what)
        report(finding.message, finding.urn or None)


def _description(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.id,
        "description": rule.title,
        # Left out, it would be advisory.
        "enforcement_level": _LEVELS[rule.level],
        "display_name": rule.title.rstrip("."),
        "severity": pulumi_policy.Severity(rule.severity.value),
        "tags": [reference.id for reference in rule.references],
        "remediation_steps": rule.fix,
        "url": rule.references[0].url if rule.references else None,
    }
