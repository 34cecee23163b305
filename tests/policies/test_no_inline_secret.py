"""The rule no-inline-secret: secrets in variables, definitions, hooks and users."""

from guardrails import evaluate
from guardrails.rules import no_inline_secret

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


def test_a_secret_is_refused_in_whatever_state_it_is(outcomes):
    refused = {type_: outcomes(RULE, type_, path, CANARY) for type_, path in SECRETS.items()}

    accepted = {type_: [state for state, found in one.items() if not found] for type_, one in refused.items()}
    assert accepted == {name: ["missing", "null"] for name in SECRETS}


def with_a_secret(path):
    head, _, rest = path.partition(".")
    value = {rest: CANARY} if rest else CANARY
    return {head.removesuffix("[]"): [value] if head.endswith("[]") else value}


def test_the_finding_names_the_input(enter):
    said = {
        type_: [finding.what for finding in evaluate(enter(type_, with_a_secret(path)), [RULE])]
        for type_, path in SECRETS.items()
    }

    assert said == {type_: [f'"ci" is given a secret (input {path}).'] for type_, path in SECRETS.items()}


HEADERS = {
    "Authorization": True,
    "authorization": True,
    "X-Api-Key": True,
    "X-Auth": True,
    "PRIVATE-TOKEN": True,
    "Cookie": True,
    "Content-Type": False,
}


def test_a_header_by_which_callers_sign_in_is_a_secret(enter):
    found = {name: evaluate(enter(HOOK, {"httpHeaders": {name: CANARY}}), [RULE]) != [] for name in HEADERS}

    assert found == HEADERS


def test_headers_that_cannot_be_looked_into_are_refused(outcomes):
    refused = outcomes(RULE, HOOK, "httpHeaders.Authorization", CANARY)

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


def test_a_key_vault_is_accepted(enter):
    group = {"keyVault": {"name": "kv"}, "variables": [{"name": "password"}, {"name": "x", "value": "y"}]}

    assert evaluate(enter("azuredevops:index/variableGroup:VariableGroup", group), [RULE]) == []


SHAPES = {
    "of Azure DevOps": "A1b" * 25 + "x" + "AZDO" + "1234",
    "of Azure DevOps, before": "abc2" * 13,
    "of GitHub": "ghp_" + "a1B2" * 9,
    "of GitHub, fine-grained": "github_pat_" + "a1_B" * 12,
    "of GitLab": "glpat-" + "a1-B" * 5,
    "of Entra": "abc8Q~" + "x.~-" * 8,
}
PLAIN = {
    "a word": "production",
    "a GUID": "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
    "a digest": "ab12" * 16,
    "a reference": "$(System.AccessToken)",
    "a sentence with one in it": "see " + "abc2" * 13,
}


def holding(value):
    """A variable group that has a plain variable, as others have."""
    return {"variables": [{"name": "x", "value": "y"}, {"name": "z", "value": value}]}


def test_a_token_in_plain_text_is_told_by_its_shape_and_not_quoted(enter):
    group = "azuredevops:index/variableGroup:VariableGroup"
    findings = {name: evaluate(enter(group, holding(token)), [RULE]) for name, token in SHAPES.items()}

    said = '"ci" is given what looks like a token, in plain text (input variables).'
    assert [[one.what for one in found] for found in findings.values()] == [[said]] * len(SHAPES)


def test_what_only_is_long_is_no_token(enter):
    group = "azuredevops:index/variableGroup:VariableGroup"

    assert [name for name, value in PLAIN.items() if evaluate(enter(group, holding(value)), [RULE])] == []


def test_a_token_in_plain_text_is_found_in_every_type_that_the_rule_is_about(enter):
    inputs = {type_: {"value": SHAPES["of Azure DevOps"] + "\n"} for type_ in SECRETS}

    assert [type_ for type_, one in inputs.items() if not evaluate(enter(type_, one), [RULE])] == []
