"""The policy pack: the rules as the Pulumi engine is told of them."""

import re

import pytest
from guardrails import RULES, Known, Level, ResourceRule, Severity, StackRule
from guardrails.pack import policies, resource, resources
from pulumi_policy import (
    EnforcementLevel,
    PolicyCustomTimeouts,
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    StackValidationArgs,
    StackValidationPolicy,
    proxy,
)
from pulumi_policy.policy import _NotApplicableError

CANARY = "canary-1234"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"
OPTIONS = PolicyResourceOptions(True, [], None, [], PolicyCustomTimeouts(0, 0, 0), [], "urn:parent")
PROVIDER = PolicyProviderResource(
    "pulumi:providers:azuredevops", {"useOidc": "true"}, "urn:provider", "contoso"
)


def asked(type_, inputs, name="ci"):
    props = proxy.unknown_checking_proxy(inputs)
    return ResourceValidationArgs(type_, props, f"urn:{name}", name, OPTIONS, PROVIDER)


def in_stack(name, parent=None, property_dependencies=None):
    return PolicyResource(
        GIT_HUB, proxy.unknown_checking_proxy({}), f"urn:{name}", name, OPTIONS, PROVIDER, parent, [],
        property_dependencies or {},
    )  # fmt: skip


def rule(kind, check, level=Level.MANDATORY):
    more = {"types": re.compile(".*")} if kind is ResourceRule else {}
    return kind(
        id="no-bots",
        title="There are no bots.",
        severity=Severity.LOW,
        level=level,
        threat="Bots take over.",
        fix="Take it out.",
        check=check,
        **more,
    )


def crash(_):
    raise ValueError(f"cannot digest {CANARY}")


def reports(policy, args):
    told = []
    policy.validate(args, lambda message, urn=None: told.append((message, urn)))
    return told


def test_every_rule_is_one_policy():
    assert [policy.name for policy in policies(RULES)] == [rule.id for rule in RULES]


@pytest.mark.parametrize("policy", policies(RULES), ids=lambda policy: policy.name)
def test_every_policy_is_explicitly_mandatory_and_tells_severity_fix_and_reference(policy):
    (rule,) = (rule for rule in RULES if rule.id == policy.name)

    assert policy.enforcement_level is EnforcementLevel.MANDATORY
    assert policy.severity.value == rule.severity
    assert policy.description == rule.title
    assert policy.remediation_steps == rule.fix
    assert policy.url.startswith("https://")
    assert policy.tags == [reference.id for reference in rule.references]


def test_a_violation_is_reported_with_what_is_wrong_and_the_fix():
    (policy,) = (policy for policy in policies(RULES) if policy.name == "no-pat-connection")

    ((message, urn),) = reports(policy, asked(GIT_HUB, {"authPersonal": {"personalAccessToken": CANARY}}))

    assert urn == "urn:ci"
    assert 'The service connection "ci" signs in with a personal access token' in message
    assert "Fix: " in message
    assert CANARY not in message


@pytest.mark.parametrize("policy", policies(RULES), ids=lambda policy: policy.name)
def test_a_policy_is_not_applicable_to_other_types(policy):
    with pytest.raises(_NotApplicableError):
        reports(policy, asked("x:y:Bot", {"authPersonal": CANARY}))


def test_a_resource_keeps_everything_that_the_engine_tells():
    given = resource(asked(GIT_HUB, {"url": "x"}))

    assert (given.type, given.name, given.urn, given.parent) == (GIT_HUB, "ci", "urn:ci", "urn:parent")
    assert given.props.get("url") == Known("x")
    assert given.protect
    assert given.provider.type == "pulumi:providers:azuredevops"
    assert given.provider.props.get("useOidc") == Known("true")


def test_a_stack_rule_is_told_where_each_property_comes_from():
    first = in_stack("first")
    args = StackValidationArgs([first, in_stack("second", first, {"subject": [first]})])

    one, two = resources(args)

    assert (one.parent, two.parent) == ("", "urn:first")
    assert two.property_dependencies == {"subject": ("urn:first",)}


def test_a_stack_rule_becomes_a_stack_policy_that_reports_on_the_resource():
    (policy,) = policies([rule(StackRule, lambda found: [(found[0], "It is a bot.")], Level.ADVISORY)])

    assert isinstance(policy, StackValidationPolicy)
    assert policy.enforcement_level is EnforcementLevel.ADVISORY
    assert reports(policy, StackValidationArgs([in_stack("ci")])) == [
        ("It is a bot.\nFix: Take it out.", "urn:ci")
    ]


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_a_mandatory_rule_that_fails_is_reported_by_name_and_quotes_nothing(kind):
    (policy,) = policies([rule(kind, crash)])
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    ((message, _),) = reports(policy, args)

    assert '"no-bots" failed' in message
    assert CANARY not in message


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_an_advisory_rule_that_fails_stops_the_deployment_and_quotes_nothing(kind):
    (policy,) = policies([rule(kind, crash, Level.ADVISORY)])
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    with pytest.raises(RuntimeError, match='"no-bots" failed') as raised:
        reports(policy, args)

    assert CANARY not in str(raised.value)
