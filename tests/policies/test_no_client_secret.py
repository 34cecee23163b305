"""The rule no-client-secret: secrets as resources, and in an application's own inputs."""

import pytest
from guardrails import Level, Severity, evaluate
from guardrails.rules import no_client_secret

RULE = no_client_secret.RULE
APPLICATION = "azuread:index/application:Application"


@pytest.mark.parametrize("type_", no_client_secret.SECRETS)
def test_a_secret_is_refused_whatever_its_inputs_are(type_, enter):
    for inputs in ({}, {"applicationId": "/applications/1"}, {"credentials": [{"key": "x", "value": "y"}]}):
        (finding,) = evaluate(enter(type_, inputs), [RULE])
        assert finding.what == '"ci" is a client secret.'


@pytest.mark.parametrize("type_", ["Application", "ApplicationRegistration", "ApplicationFromTemplate"])
def test_an_application_with_a_password_is_refused_in_whatever_state_it_is(type_, refused):
    token = f"azuread:index/{type_[0].lower()}{type_[1:]}:{type_}"

    assert refused(RULE, token, "password.displayName", "ci") == {
        "known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type",
    }  # fmt: skip


def test_an_empty_password_block_counts(enter):
    (finding,) = evaluate(enter(APPLICATION, {"password": {}}), [RULE])

    assert finding.what == 'The application "ci" gets a client secret (input password).'


def test_an_application_without_a_password_is_accepted(enter):
    assert evaluate(enter(APPLICATION, {"displayName": "password"}), [RULE]) == []


def test_the_rule_is_locked_critical_and_also_in_the_program():
    assert (RULE.level, RULE.severity) == (Level.MANDATORY, Severity.CRITICAL)
    assert RULE.locked
    assert RULE.secretless
    assert RULE.in_program
