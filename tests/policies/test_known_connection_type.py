"""The rule known-connection-type: a connection type that nobody has classified is refused."""

import pytest
from guardrails import Level, Props, Resource, evaluate
from guardrails.rules import known_connection_type

RULE = known_connection_type.RULE


def is_refused(type_):
    findings = evaluate(Resource(type_, "ci", Props({})), [RULE])
    assert not any(finding.crashed for finding in findings)
    return findings != []


@pytest.mark.parametrize(
    "type_",
    [
        "azuredevops:index/serviceEndpointBrandNew:ServiceEndpointBrandNew",
        "azuredevops:index/serviceendpointBrandNew:ServiceendpointBrandNew",
        "azuredevops:index/service_endpoint_brand_new:ServiceEndpointBrandNew",
        "azuredevops:index/SERVICEENDPOINTBRANDNEW:SERVICEENDPOINTBRANDNEW",
        "azuredevops:index/serviceEndpointSnyk:ServiceEndpointNpm",
        "azuredevops:index:ServiceEndpointGitHub",
        "azuredevops:ServiceEndpoint/gitHub:GitHub",
        "azuredevops:index/serviceendpointPermissionsToo:ServiceendpointPermissionsToo",
        "azuredevops:index/serviceEndpointNpm:ServiceEndpointNpm\n",
    ],
)
def test_a_connection_type_that_nobody_classified_is_refused(type_):
    assert is_refused(type_)


@pytest.mark.parametrize(
    "type_",
    [
        "azuredevops:index/serviceEndpointNpm:ServiceEndpointNpm",
        "azuredevops:index/serviceendpointSnyk:ServiceendpointSnyk",
        "azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions",
        "azuredevops:index/project:Project",
        "pulumi:providers:azuredevops",
        "pulumi:pulumi:Stack",
        "other:index/serviceEndpointBrandNew:ServiceEndpointBrandNew",
    ],
)
def test_types_that_are_classified_or_no_connections_are_accepted(type_):
    assert not is_refused(type_)


def test_the_finding_names_the_type_and_what_to_do():
    type_ = "azuredevops:index/serviceEndpointBrandNew:ServiceEndpointBrandNew"

    (finding,) = evaluate(Resource(type_, "ci", Props({})), [RULE])

    assert finding.what == (
        f'The service connection "ci" is of type {type_}, and how that type signs in is not known here.'
    )
    assert "credentials.py" in finding.fix


def test_the_rule_is_mandatory_locked_and_also_in_the_program():
    assert RULE.level is Level.MANDATORY
    assert RULE.locked
    assert RULE.in_program


APP = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"


AZURE = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"
SONAR = "azuredevops:index/serviceEndpointSonarCloud:ServiceEndpointSonarCloud"
SEEN = {"known", "nested unknown", "secret", "secret block"}


@pytest.mark.parametrize(
    ("type_", "path", "states"),
    [
        (APP, "newToken", SEEN | {"unknown", "redacted", "wrong type"}),
        (SONAR, "tokenToo", SEEN | {"unknown", "redacted", "wrong type"}),
        # What is inside a block that cannot be looked into has no name.
        (APP, "authFineGrained.accessToken", SEEN),
        (APP, "authPersonals[].personalAccessToken", SEEN),
        (AZURE, "credentials.newSecret", SEEN),
    ],
)
def test_a_credential_in_an_input_that_nobody_classified_is_refused(type_, path, states, refused):
    assert refused(RULE, type_, path, "canary-1234") == states


def test_the_finding_names_the_input_that_is_not_known(enter):
    given = {"authPersonals": [{"personalAccessToken": "canary-1234"}]}

    (finding,) = evaluate(enter(APP, given), [RULE])

    assert "(input authPersonals)" in finding.what
    assert "canary" not in finding.what
