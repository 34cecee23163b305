"""The rule managed-identity-preferred: connections that sign in as applications, which need not."""

import pytest
from guardrails.data.fixtures import application, connection, fixture, managed_identity
from guardrails.data.tokens import APPLICATIONS
from guardrails.rules import managed_identity_preferred

RULE = managed_identity_preferred.RULE
REGISTRY = "azuredevops:index/serviceEndpointAzureEcr:ServiceEndpointAzureEcr"


def test_a_connection_as_an_application_is_found(found):
    assert found(RULE, {"bot": application(), "azure": connection()}) == ["azure"]


def test_a_connection_through_the_service_principal_of_an_application_is_found(found):
    principal = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${bot.clientId}")

    assert found(RULE, {"bot": application(), "sp": principal, "azure": connection("sp")}) == ["azure"]


def test_a_connection_to_a_registry_is_found(found):
    registry = fixture(REGISTRY, credentials={"serviceprincipalid": "${bot.clientId}"})

    assert found(RULE, {"bot": application(), "registry": registry}) == ["registry"]


@pytest.mark.parametrize("name", managed_identity_preferred.INPUTS)
def test_an_application_that_does_more_is_accepted(name, found):
    assert found(RULE, {"bot": application(**{name: [{"x": "y"}]}), "azure": connection()}) == []


@pytest.mark.parametrize("type_", managed_identity_preferred.PARTS)
def test_an_application_with_parts_of_its_own_is_accepted(type_, found):
    part = fixture(type_, applicationId="${bot.id}")

    assert found(RULE, {"bot": application(), "part": part, "azure": connection()}) == []


def test_managed_identities_and_identities_from_elsewhere_are_accepted(found):
    elsewhere = connection(credentials={"serviceprincipalid": "2b0f7c0e-7b61-4d43-8a0e-4f0c5c3f1b19"})

    assert found(RULE, {"bot": managed_identity(), "azure": connection(), "old": elsewhere}) == []


def test_an_application_whose_extras_are_not_known_may_have_them(refused_in):
    stack = {"azure": connection("ci")}

    assert refused_in(RULE, stack, APPLICATIONS[0], "web", {"homepageUrl": "x"}) == {"missing", "null"}
