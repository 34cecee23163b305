"""The rule no-secret-only-connection: types that need a secret are for those who are exempt."""

from guardrails import Props, Resource, evaluate
from guardrails.engine.credentials import CONNECTIONS, WITHOUT_SECRET, Kind
from guardrails.rules import no_secret_only_connection

RULE = no_secret_only_connection.RULE
CANARY = "canary-1234"
PATS = {"AzureDevOps", "Externaltfs", "GitLab", "Pipeline"}


def typed(name):
    return f"azuredevops:index/serviceEndpoint{name}:ServiceEndpoint{name}"


def found(resource):
    return [finding.what for finding in evaluate(resource, [RULE])]


ELSEWHERE = dict.fromkeys(("url", "feedUrl"), "https://example.com")


def with_a_secret(name):
    """The inputs of a connection with the first secret that its row names."""
    (credential, *_) = (one for one in CONNECTIONS[name] if one.kind is not Kind.PAT or one.unless)
    top, _, rest = credential.input.partition(".")
    return ELSEWHERE | {top: {rest: CANARY} if rest else CANARY}


def test_a_type_that_needs_a_secret_is_refused_with_and_without_one_to_be_seen(enter):
    names = CONNECTIONS.keys() - WITHOUT_SECRET.keys() - PATS

    assert len(names) > 25
    assert [name for name in names if len(found(enter(typed(name), {}))) != 1] == []
    assert [name for name in names if len(found(enter(typed(name), with_a_secret(name)))) != 1] == []


def test_a_type_that_can_do_without_or_that_other_rules_refuse_is_left_to_them(enter):
    names = [*WITHOUT_SECRET, *PATS, "BrandNew", "Permissions"]

    assert [name for name in names if found(enter(typed(name), {}))] == []


def test_a_token_for_azure_devops_is_left_to_another_rule(enter):
    assert found(enter(typed("Nuget"), {"personalAccessToken": CANARY})) == []
    assert (
        found(enter(typed("Npm"), {"accessToken": CANARY, "url": "https://pkgs.dev.azure.com/contoso"})) == []
    )


def test_every_state_of_the_secret_is_refused(outcomes):
    refused = outcomes(RULE, typed("Ssh"), "password", CANARY)

    assert set(refused.values()) == {True}


def test_the_finding_says_what_signs_in(enter):
    assert found(enter(typed("Ssh"), {"password": CANARY, "privateKey": CANARY})) == [
        'The service connection "ci" signs in with a key and a password '
        "(input privateKey and input password)."
    ]
    assert found(enter(typed("Ssh"), {})) == [
        'The service connection "ci" is of a type that can only sign in with a secret.'
    ]


def test_a_variable_that_fills_the_input_is_seen():
    filled = Resource(
        typed("DockerRegistry"),
        "ci",
        Props({}),
        environment=frozenset({"AZDO_DOCKERREGISTRY_SERVICE_CONNECTION_PASSWORD"}),
    )

    assert found(filled) == [
        'The service connection "ci" signs in with a password '
        "(variable AZDO_DOCKERREGISTRY_SERVICE_CONNECTION_PASSWORD)."
    ]
