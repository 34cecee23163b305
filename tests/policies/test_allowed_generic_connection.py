"""The rule allowed-generic-connection: the escape hatch is open to what is listed alone."""

import pytest
from guardrails import Enforcement, evaluate
from guardrails.engine.settings import Choice
from guardrails.rules import allowed_generic_connection
from pulumi_policy import proxy

RULE = allowed_generic_connection.RULE
GENERIC = "azuredevops:index/serviceendpointGenericV2:ServiceendpointGenericV2"
UNKNOWN = proxy.UNKNOWN_STRING_VALUE
FEDERATED = {"type": "azurerm", "authorizationScheme": "WorkloadIdentityFederation"}
CANARY = "canary-1234"


def refused(resource):
    findings = evaluate(resource, [RULE])
    assert not any(finding.crashed for finding in findings)
    return findings != []


SCHEMES = {
    "WorkloadIdentityFederation": False,
    "workloadidentityfederation": False,
    "ManagedServiceIdentity": False,
    "None": False,
    "ServicePrincipal": True,
    "Certificate": True,
    "InstallationToken": True,
    "Token": True,
    "": True,
    "*": True,
}


def test_by_default_only_schemes_with_no_secret_are_allowed(enter):
    found = {
        scheme: refused(enter(GENERIC, {"type": "azurerm", "authorizationScheme": scheme}))
        for scheme in SCHEMES
    }

    assert found == SCHEMES


@pytest.mark.parametrize("path", ["type", "authorizationScheme"])
def test_what_decides_has_to_be_known(path, outcomes, enter):
    refused = outcomes(RULE, GENERIC, path, FEDERATED[path], {**FEDERATED, path: None})

    readable = ["known"] if enter.__name__ == "by_plain_dict" else ["known", "secret", "secret block"]
    assert [state for state, found in refused.items() if not found] == readable


SECRETS = (
    "apitoken",
    "serviceprincipalkey",
    "password",
    "accessToken",
    "clientSecret",
    "pat",
    "certificate",
    "cert",
)


def test_a_parameter_that_sounds_secret_is_refused_in_whatever_state_it_is(outcomes):
    refused = {
        name: outcomes(RULE, GENERIC, f"authorizationParameters.{name}", CANARY, FEDERATED)
        for name in SECRETS
    }

    accepted = {name: [state for state, found in one.items() if not found] for name, one in refused.items()}
    assert accepted == {name: ["missing", "null"] for name in SECRETS}


def test_parameters_that_cannot_be_looked_into_are_refused(outcomes):
    refused = outcomes(RULE, GENERIC, "authorizationParameters", CANARY, FEDERATED)

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


def test_parameters_of_a_federation_are_accepted(enter):
    parameters = {"tenantid": UNKNOWN, "serviceprincipalid": UNKNOWN, "scope": "x"}

    assert not refused(enter(GENERIC, FEDERATED | {"authorizationParameters": parameters}))


def test_a_parameter_that_is_null_is_none(enter):
    assert not refused(enter(GENERIC, FEDERATED | {"authorizationParameters": {"apitoken": None}}))


ALLOWED = {
    "jfrog:Token": True,
    "JFROG:token": True,
    "jfrog:*": True,
    "*:Token": True,
    "*:*": True,
    "jfrog": False,
    "jfro*:Token": False,
    "other:Token": False,
}


def test_a_type_and_scheme_can_be_allowed(enter):
    declared = enter(GENERIC, {"type": "jfrog", "authorizationScheme": "Token"})

    found = {
        allowed: Enforcement(choices={RULE.id: Choice(None, {"allowed": [allowed]})}).evaluate(
            declared, [RULE]
        )
        for allowed in ALLOWED
    }

    assert {allowed: findings == [] for allowed, findings in found.items()} == ALLOWED
