"""The rule secretless-provider: no client secret and no certificate in a provider's inputs."""

import pytest
from guardrails import evaluate, secretless_provider
from guardrails.credentials import PROVIDERS, Kind

RULE = secretless_provider.RULE
SECRETS = (Kind.CLIENT_SECRET, Kind.CERTIFICATE, Kind.PASSWORD)
INPUTS = [(type_, one.input) for type_, row in PROVIDERS.items() for one in row if one.kind in SECRETS]
OTHERS = [(type_, one.input) for type_, row in PROVIDERS.items() for one in row if one.kind not in SECRETS]


@pytest.mark.parametrize(("type_", "name"), INPUTS)
def test_a_secret_is_refused_in_whatever_state_it_is(type_, name, outcomes):
    refused = outcomes(RULE, type_, name, "canary-1234", {"tenantId": "x"})

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


@pytest.mark.parametrize(("type_", "name"), OTHERS)
def test_federation_and_what_another_rule_refuses_are_left_alone(type_, name, outcomes):
    assert set(outcomes(RULE, type_, name, "canary-1234").values()) == {False}


def test_the_finding_says_which_input(enter):
    (finding,) = evaluate(enter("pulumi:providers:azuread", {"clientSecret": "canary-1234"}), [RULE])

    assert finding.what == 'The provider "ci" signs in with a client secret (input clientSecret).'
