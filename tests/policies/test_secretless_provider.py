"""The rule secretless-provider: no client secret and no certificate in a provider's inputs."""

from guardrails import evaluate
from guardrails.engine.credentials import PROVIDERS, Kind
from guardrails.rules import secretless_provider

RULE = secretless_provider.RULE
SECRETS = (Kind.CLIENT_SECRET, Kind.CERTIFICATE, Kind.PASSWORD)
INPUTS = [(type_, one.input) for type_, row in PROVIDERS.items() for one in row if one.kind in SECRETS]
OTHERS = [(type_, one.input) for type_, row in PROVIDERS.items() for one in row if one.kind not in SECRETS]


def test_a_secret_is_refused_in_whatever_state_it_is(outcomes):
    found = {
        (type_, name): outcomes(RULE, type_, name, "canary-1234", {"tenantId": "x"}) for type_, name in INPUTS
    }

    accepted = {where: [state for state, one in states.items() if not one] for where, states in found.items()}
    assert len(accepted) > 10
    assert [where for where, states in accepted.items() if states != ["missing", "null"]] == []


def test_federation_and_what_another_rule_refuses_are_left_alone(outcomes):
    found = {(type_, name): outcomes(RULE, type_, name, "canary-1234") for type_, name in OTHERS}

    assert len(found) > 5
    assert [where for where, states in found.items() if any(states.values())] == []


def test_the_finding_says_which_input(enter):
    (finding,) = evaluate(enter("pulumi:providers:azuread", {"clientSecret": "canary-1234"}), [RULE])

    assert finding.what == 'The provider "ci" signs in with a client secret (input clientSecret).'


def test_a_credential_in_an_input_that_nobody_classified_is_refused(refused):
    states = refused(RULE, "pulumi:providers:azuredevops", "newSecret", "canary-1234")

    assert states == {
        "known",
        "unknown",
        "nested unknown",
        "secret",
        "secret block",
        "redacted",
        "wrong type",
    }
