"""The policy pack: the rules as the Pulumi engine is told of them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from guardrails import (
    RULES,
    Absent,
    ChangeRule,
    Enforcement,
    Exemption,
    Known,
    Level,
    Profile,
    ResourceRule,
    Setting,
    Severity,
    Shape,
    StackRule,
)
from guardrails.engine.exemptions import Problem
from guardrails.engine.pack import Run, policies, resource, resources
from guardrails.engine.settings import Choice
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


def crash(resource, config):
    raise ValueError(f"cannot digest {CANARY}")


def reports(policy, args):
    told = []
    policy.validate(args, lambda message, urn=None: told.append((message, urn)))
    return told


POLICIES = {policy.name: policy for policy in policies(RULES)}


def made(rule):
    """The policy of a rule."""
    return policies([rule])[0]


ASKED = [rule for rule in RULES if not isinstance(rule, ChangeRule)]


def test_every_rule_that_is_not_about_a_change_is_one_policy_beside_the_one_that_shows_what_is_exempt():
    assert list(POLICIES) == [*(rule.id for rule in ASKED), "exempt"]


def test_every_policy_has_its_rules_level_explicitly_and_tells_severity_fix_and_reference():
    for rule in ASKED:
        policy = POLICIES[rule.id]
        assert policy.enforcement_level.name == rule.level.name
        assert policy.severity.value == rule.severity
        assert policy.description == rule.title
        assert policy.remediation_steps == rule.fix
        assert policy.url.startswith("https://")
        assert policy.tags == [reference.id for reference in rule.references]


def test_a_violation_is_reported_with_what_is_wrong_and_the_fix():
    policy = POLICIES["no-pat-connection"]

    ((message, urn),) = reports(policy, asked(GIT_HUB, {"authPersonal": {"personalAccessToken": CANARY}}))

    assert urn == "urn:ci"
    assert 'The service connection "ci" signs in with a personal access token' in message
    assert "Fix: " in message
    assert CANARY not in message


RESOURCE_RULES = [rule for rule in RULES if isinstance(rule, ResourceRule)]


def test_a_policy_is_not_applicable_to_other_types():
    for rule in RESOURCE_RULES:
        with pytest.raises(_NotApplicableError):
            reports(POLICIES[rule.id], asked("x:y:Bot", {"authPersonal": CANARY}))


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

    one, two = resources(args, Run((), Enforcement(), frozenset()))

    assert (one.parent, two.parent) == ("", "urn:first")
    assert two.property_dependencies == {"subject": ("urn:first",)}


def test_a_stack_rule_becomes_a_stack_policy_that_reports_on_the_resource():
    policy = made(rule(StackRule, lambda found, config: [(found[0], "It is a bot.")], Level.ADVISORY))

    assert isinstance(policy, StackValidationPolicy)
    assert policy.enforcement_level is EnforcementLevel.ADVISORY
    assert reports(policy, StackValidationArgs([in_stack("ci")])) == [
        ("It is a bot.\nFix: Take it out.", "urn:ci")
    ]


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_a_mandatory_rule_that_fails_is_reported_by_name_and_quotes_nothing(kind):
    policy = made(rule(kind, crash))
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    ((message, _),) = reports(policy, args)

    assert '"no-bots" failed' in message
    assert CANARY not in message


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_an_advisory_rule_that_fails_stops_the_deployment_and_quotes_nothing(kind):
    policy = made(rule(kind, crash, Level.ADVISORY))
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    with pytest.raises(RuntimeError, match='"no-bots" failed') as raised:
        reports(policy, args)

    assert CANARY not in str(raised.value)


def reported(policies_, name, args):
    (policy,) = (policy for policy in policies_ if policy.name == name)
    return reports(policy, args)


def fingerprint(inputs):
    """The fingerprint of a connection with these inputs."""
    return Enforcement().evaluate(resource(asked(GIT_HUB, inputs)), [EVERYBODY])[0].fingerprint


EVERYBODY = rule(ResourceRule, lambda resource, config: ["It is a bot."])


def exempting(inputs, **changes):
    given = {
        "rule": "no-bots",
        "resource": "urn:ci",
        "reason": "It is needed until spring.",
        "owner": "sg-support",
        "ticket": "SUP-12",
        "expires": datetime.now(UTC) + timedelta(days=1),
        "fingerprints": (fingerprint(inputs),),
    }
    return Enforcement(exemptions=[Exemption(**(given | changes))])


def test_an_exempt_finding_is_reported_as_such_by_its_own_policy_alone():
    made = policies([EVERYBODY], exempting({"url": "x"}))

    assert reported(made, "no-bots", asked(GIT_HUB, {"url": "x"})) == []
    ((message, urn),) = reported(made, "exempt", StackValidationArgs([in_stack("ci")]))

    assert urn == "urn:ci"
    assert message.startswith("Exempt until ")
    assert message.endswith("(SUP-12, sg-support) from no-bots: It is a bot.")


def test_what_is_exempt_is_judged_by_the_inputs_as_they_were_declared_and_not_by_the_outputs():
    made = policies([EVERYBODY], exempting({"url": "x"}))

    assert len(reported(made, "no-bots", asked(GIT_HUB, {"url": "y"}))) == 1
    assert reported(made, "exempt", StackValidationArgs([in_stack("ci")])) == []


def test_without_exemptions_nothing_is_judged_twice():
    asked_for = []
    counting = rule(ResourceRule, lambda resource, config: asked_for.append(resource) or [])
    made = policies([counting])

    assert reported(made, "exempt", StackValidationArgs([in_stack("ci")])) == []
    assert asked_for == []


def test_a_stack_rule_sees_inputs_and_outputs():
    seen = []
    made = policies([EVERYBODY, rule(StackRule, lambda found, config: seen.extend(found) or [])])
    made[1].name = "no-copies"
    output = in_stack("ci")
    output.props = proxy.unknown_checking_proxy({"url": "x", "id": "7"})

    reported(made, "no-bots", asked(GIT_HUB, {"url": "x"}))
    reported(made, "no-copies", StackValidationArgs([output, in_stack("read")]))

    ci, read = seen
    assert (ci.props.get("id"), ci.outputs.get("id")) == (Absent(), Known("7"))
    assert ci.props.get("url") == Known("x")
    # What is only read was never declared.
    assert read.props.get("url") == read.outputs.get("url") == Absent()


def test_levels_are_those_in_force():
    levels = {
        profile: policies([rule(ResourceRule, crash)], Enforcement(profile))[0].enforcement_level
        for profile in Profile
    }

    assert levels == {
        Profile.BASELINE: EnforcementLevel.DISABLED,
        Profile.STANDARD: EnforcementLevel.MANDATORY,
        Profile.STRICT: EnforcementLevel.MANDATORY,
        Profile.AUDIT: EnforcementLevel.ADVISORY,
    }


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_in_audit_a_rule_that_fails_is_reported_and_stops_nothing(kind):
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    ((message, _),) = reports(policies([rule(kind, crash)], Enforcement(Profile.AUDIT))[0], args)

    assert '"no-bots" failed' in message


SETTINGS = {"least": Setting(1, "How many.", Shape.NUMBER), "most": Setting(9, "How many.", Shape.NUMBER)}


@pytest.mark.parametrize("kind", [ResourceRule, StackRule])
def test_a_rule_gets_its_settings_from_the_engine_then_the_file_then_its_defaults(kind):
    seen = []
    made = replace(rule(kind, lambda found, config: seen.append(dict(config)) or []), settings=SETTINGS)
    enforcement = Enforcement(choices={"no-bots": Choice(None, {"most": 5})})
    (policy, _) = policies([made], enforcement)
    args = asked(GIT_HUB, {}) if kind is ResourceRule else StackValidationArgs([])

    reports(policy, args)
    args.get_config = lambda: {"least": 3.0}
    reports(policy, args)

    assert seen == [{"least": 1, "most": 5}, {"least": 3.0, "most": 5}]
    assert {name: one["default"] for name, one in policy.config_schema.properties.items()} == {
        "least": 1,
        "most": 5,
    }


def test_a_rule_about_the_guardrails_reports_for_the_whole_stack():
    enforcement = Enforcement(problems=[Problem("exemptions.yaml:3", "It is wrong.")])

    ((message, urn),) = reported(
        policies(RULES, enforcement), "valid-exemptions", StackValidationArgs([in_stack("ci")])
    )

    assert message.startswith("exemptions.yaml:3: It is wrong.\nFix: ")
    assert urn is None


def test_resources_know_the_names_of_the_variables(monkeypatch):
    monkeypatch.setenv("ARM_CLIENT_SECRET", CANARY)
    made = policies(RULES)

    ((message, _),) = reported(
        made, "no-credential-in-environment", asked("pulumi:providers:azuread", {}, "entra")
    )

    assert "(ARM_CLIENT_SECRET" in message
    assert CANARY not in message
