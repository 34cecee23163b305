"""The rule no-inline-secret: secrets in variables, definitions, hooks and users."""

import pytest
from guardrails import evaluate, no_inline_secret

RULE = no_inline_secret.RULE
CANARY = "canary-1234"
HOOK = "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs"

SECRETS = {
    "azuredevops:index/variableGroup:VariableGroup": "variables[].secretValue",
    "azuredevops:index/variableGroupVariable:VariableGroupVariable": "secretValue",
    "azuredevops:index/buildDefinition:BuildDefinition": "variables[].secretValue",
    "azuredevops:index/git:Git": "initialization.password",
    "azuredevops:index/servicehookStorageQueuePipelines:ServicehookStorageQueuePipelines": "accountKey",
    HOOK: "basicAuthPassword",
    "azuread:index/user:User": "password",
    "azuredevops:Build/buildDefinition:BuildDefinition": "variables[].secretValue",
}


@pytest.mark.parametrize("type_", SECRETS)
def test_a_secret_is_refused_in_whatever_state_it_is(type_, outcomes):
    refused = outcomes(RULE, type_, SECRETS[type_], CANARY)

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


@pytest.mark.parametrize("type_", SECRETS)
def test_the_finding_names_the_input(type_, enter):
    head, _, rest = SECRETS[type_].partition(".")
    value = {rest: CANARY} if rest else CANARY
    inputs = {head.removesuffix("[]"): [value] if head.endswith("[]") else value}

    (finding,) = evaluate(enter(type_, inputs), [RULE])

    assert finding.what == f'"ci" is given a secret (input {SECRETS[type_]}).'


HEADERS = {
    "Authorization": True,
    "authorization": True,
    "X-Api-Key": True,
    "X-Auth": True,
    "PRIVATE-TOKEN": True,
    "Cookie": True,
    "Content-Type": False,
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_by_which_callers_sign_in_is_a_secret(name, enter):
    findings = evaluate(enter(HOOK, {"httpHeaders": {name: CANARY}}), [RULE])

    assert (findings != []) is HEADERS[name]


def test_headers_that_cannot_be_looked_into_are_refused(outcomes):
    refused = outcomes(RULE, HOOK, "httpHeaders.Authorization", CANARY)

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


def test_a_key_vault_is_accepted(enter):
    group = {"keyVault": {"name": "kv"}, "variables": [{"name": "password"}, {"name": "x", "value": "y"}]}

    assert evaluate(enter("azuredevops:index/variableGroup:VariableGroup", group), [RULE]) == []
