"""The rules as policies of a Pulumi policy pack."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi_policy

from guardrails.engine.enforcement import DEFAULT, Enforcement
from guardrails.engine.finding import Finding, Level
from guardrails.engine.profiles import Profile
from guardrails.engine.props import Props
from guardrails.engine.resource import Resource, environment
from guardrails.engine.rule import ChangeRule, MetaRule, ResourceRule, Rule, StackRule
from guardrails.engine.setting import Config

_LEVELS = {
    Level.DISABLED: pulumi_policy.EnforcementLevel.DISABLED,
    Level.ADVISORY: pulumi_policy.EnforcementLevel.ADVISORY,
    Level.MANDATORY: pulumi_policy.EnforcementLevel.MANDATORY,
}

EXEMPT = "exempt"
"""The policy under which exempt findings are shown; the rules' own policies leave them out."""


@dataclass(frozen=True)
class Run:
    """What the policies of one run share."""

    rules: Sequence[Rule]
    enforcement: Enforcement
    variables: frozenset[str]
    """The names of the environment's variables."""

    declared: dict[str, pulumi_policy.ResourceValidationArgs] = field(default_factory=dict)
    """The resources as they were declared, by URN: at the end the engine tells their outputs only."""


def policies(rules: Iterable[Rule], enforcement: Enforcement = DEFAULT) -> list[pulumi_policy.Policy]:
    """One policy for each rule that is not about a change, and one that shows what is exempt."""
    run = Run(tuple(rules), enforcement, environment(os.environ))
    asked = (rule for rule in run.rules if not isinstance(rule, ChangeRule))
    return [*(_policy(rule, run) for rule in asked), _exempt_policy(run)]


def resource(args: pulumi_policy.ResourceValidationArgs, variables: frozenset[str] = frozenset()) -> Resource:
    """The resource that a resource policy is given."""
    return Resource(
        type=args.resource_type,
        name=args.name,
        props=Props(args.props),
        urn=args.urn,
        parent=args.opts.parent or "",
        provider=_provider(args.provider),
        protect=args.opts.protect,
        environment=variables,
    )


def resources(args: pulumi_policy.StackValidationArgs, run: Run) -> list[Resource]:
    """The resources that a stack policy is given, with the inputs as they were declared."""
    return [_in_stack(one, run) for one in args.resources]


def _in_stack(one: pulumi_policy.PolicyResource, run: Run) -> Resource:
    declared = run.declared.get(one.urn)
    outputs = Props(one.props)
    return Resource(
        type=one.resource_type,
        name=one.name,
        props=Props(declared.props) if declared else outputs,
        urn=one.urn,
        parent=one.parent.urn if one.parent else "",
        provider=_provider(one.provider),
        protect=one.opts.protect,
        property_dependencies=_dependencies(one.property_dependencies),
        outputs=outputs,
        environment=run.variables,
    )


def _provider(provider: pulumi_policy.PolicyProviderResource | None) -> Resource | None:
    if provider is None:
        return None
    return Resource(provider.resource_type, provider.name, Props(provider.props), provider.urn)


def _dependencies(
    found: Mapping[str, Sequence[pulumi_policy.PolicyResource]],
) -> dict[str, tuple[str, ...]]:
    return {name: tuple(one.urn for one in sources) for name, sources in found.items()}


def _policy(rule: Rule, run: Run) -> pulumi_policy.Policy:
    match rule:
        case ResourceRule():
            return _resource_policy(rule, run)
        case StackRule():
            return _stack_policy(rule, run)
        case MetaRule():
            return _meta_policy(rule, run)
    raise TypeError(f"{rule.id} is a rule neither for a resource nor for a stack")


def _resource_policy(rule: ResourceRule, run: Run) -> pulumi_policy.ResourceValidationPolicy:
    def validate(args: pulumi_policy.ResourceValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        run.declared[args.urn] = args
        if not rule.applies(args.resource_type):
            args.not_applicable("The rule is about other resource types.")
        found = rule.examine(resource(args, run.variables), _config(rule, run, args))
        _report(rule, found, report, run)

    return pulumi_policy.ResourceValidationPolicy(validate=validate, **_description(rule, run.enforcement))


def _stack_policy(rule: StackRule, run: Run) -> pulumi_policy.StackValidationPolicy:
    def validate(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        found = rule.examine(resources(args, run), _config(rule, run, args))
        _report(rule, found, report, run)

    return pulumi_policy.StackValidationPolicy(validate=validate, **_description(rule, run.enforcement))


def _meta_policy(rule: MetaRule, run: Run) -> pulumi_policy.StackValidationPolicy:
    def validate(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        # Only with exemptions does it matter what the other rules found.
        everything = resources(args, run) if run.enforcement.exemptions else []
        found = rule.examine(run.enforcement, everything, _others(everything, run))
        _report(rule, found, report, run)

    return pulumi_policy.StackValidationPolicy(validate=validate, **_description(rule, run.enforcement))


def _exempt_policy(run: Run) -> pulumi_policy.StackValidationPolicy:
    def validate(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        everything = resources(args, run) if run.enforcement.exemptions else []
        for finding in _others(everything, run):
            if finding.exemption:
                report(finding.message, finding.urn)

    return pulumi_policy.StackValidationPolicy(
        name=EXEMPT,
        description="What breaks a rule is exempt from it, for a while.",
        validate=validate,
        enforcement_level=pulumi_policy.EnforcementLevel.ADVISORY,
    )


def _others(everything: Sequence[Resource], run: Run) -> list[Finding]:
    """What the rules about resources find in them."""
    return run.enforcement.judge(everything, [rule for rule in run.rules if not isinstance(rule, MetaRule)])


def _config(
    rule: Rule, run: Run, args: pulumi_policy.ResourceValidationArgs | pulumi_policy.StackValidationArgs
) -> Config:
    return {**run.enforcement.config(rule), **args.get_config()}


def _report(rule: Rule, findings: Iterable[Finding], report: pulumi_policy.ReportViolation, run: Run) -> None:
    for found in findings:
        finding = run.enforcement.settle(found, rule)
        if finding.exemption:
            continue
        advisory = run.enforcement.level(rule) is not Level.MANDATORY
        if finding.crashed and advisory and run.enforcement.profile is not Profile.AUDIT:
            # A policy has one level only; raising is what stops the deployment where that level is advice.
            raise RuntimeError(finding.what)
        report(finding.message, finding.urn or None)


def _description(rule: Rule, enforcement: Enforcement) -> dict[str, Any]:
    config = enforcement.config(rule)
    return {
        "name": rule.id,
        "description": rule.title,
        # Left out, it would be advisory.
        "enforcement_level": _LEVELS[enforcement.level(rule)],
        "config_schema": pulumi_policy.PolicyConfigSchema(
            {name: setting.schema(config[name]) for name, setting in rule.settings.items()}
        )
        if rule.settings
        else None,
        "display_name": rule.title.rstrip("."),
        "severity": pulumi_policy.Severity(rule.severity.value),
        "tags": [reference.id for reference in rule.references],
        "remediation_steps": rule.fix,
        "url": rule.references[0].url if rule.references else None,
    }
