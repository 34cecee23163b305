"""The rule federated-provider: in a pipeline, how a provider signs in is chosen."""

import pytest
from guardrails import Props, Resource, evaluate
from guardrails.engine.props import UNKNOWN_TEXTS
from guardrails.rules import federated_provider

UNKNOWN = min(UNKNOWN_TEXTS)
RULE = federated_provider.RULE


def refused(inputs, *names, type_="pulumi:providers:azuredevops"):
    return evaluate(Resource(type_, "contoso", Props(inputs), environment=frozenset(names)), [RULE]) != []


@pytest.mark.parametrize("pipeline", ["CI", "TF_BUILD", "GITHUB_ACTIONS"])
def test_in_a_pipeline_something_has_to_be_chosen(pipeline):
    assert refused({}, pipeline)
    assert not refused({}, "PATH")


def test_the_finding_says_what_follows_when_nothing_is_chosen():
    provider = Resource("pulumi:providers:azuread", "contoso", Props({}), environment=frozenset({"CI"}))

    (finding,) = evaluate(provider, [RULE])

    assert finding.what == (
        'The provider "contoso" chooses neither OIDC nor a managed identity in a pipeline, '
        "so it signs in by whatever the agent happens to have."
    )


@pytest.mark.parametrize("way", ["useOidc", "useMsi"])
def test_a_way_counts_when_it_is_known_to_be_chosen(way):
    states = {"yes": True, "text": "true", "no": False, "unknown": UNKNOWN, "null": None}
    states |= {"redacted": "[secret]", "wrong type": 7.0}

    accepted = [state for state, value in states.items() if not refused({way: value}, "CI")]

    assert accepted == ["yes", "text"]


@pytest.mark.parametrize("variable", ["ARM_USE_OIDC", "ARM_USE_MSI"])
def test_a_variable_may_choose(variable):
    assert not refused({}, "CI", variable)


def test_in_a_sandbox_there_is_nothing_to_sign_in_to():
    assert not refused({}, "CI", "PATLESS_SANDBOX")


def test_other_providers_are_not_asked():
    assert not refused({}, "CI", type_="pulumi:providers:random")
