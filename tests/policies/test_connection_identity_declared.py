"""The rule connection-identity-declared: as which identity federated connections sign in."""

from dataclasses import replace

import pytest
from guardrails import Example, Props
from guardrails.data.fixtures import application, connection, fixture, managed_identity
from guardrails.data.tokens import AZURE_CONNECTION, GENERIC_CONNECTION, REGISTRY_CONNECTION, WORKLOAD
from guardrails.rules import connection_identity_declared

RULE = connection_identity_declared.RULE
SOMEBODY = "2b0f7c0e-7b61-4d43-8a0e-4f0c5c3f1b19"
FEDERATED = {"serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation"}
EVERY = {"known", "unknown", "nested unknown", "redacted", "wrong type", "missing", "null"}


@pytest.mark.parametrize("type_", [AZURE_CONNECTION, REGISTRY_CONNECTION])
def test_an_identity_from_elsewhere_is_refused_in_whatever_state_it_is(type_, refused_in):
    assert refused_in(RULE, {}, type_, "credentials.serviceprincipalid", SOMEBODY, FEDERATED) == EVERY


def test_a_generic_connection_may_sign_in_to_something_else(refused_in):
    federated = {"authorizationScheme": "WorkloadIdentityFederation"}
    path = "authorizationParameters.servicePrincipalId"

    assert refused_in(RULE, {}, GENERIC_CONNECTION, path, SOMEBODY, federated) == EVERY - {"missing", "null"}
    assert refused_in(RULE, {}, GENERIC_CONNECTION, "authorizationParameters.role", "x", federated) == {
        "unknown", "redacted", "wrong type",
    }  # fmt: skip


@pytest.mark.parametrize("identity", [application(), managed_identity()])
def test_an_identity_of_the_stack_is_accepted(identity, found):
    assert found(RULE, {"bot": identity, "azure": connection()}) == []


def test_the_service_principal_of_an_application_is_accepted(found):
    principal = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${bot.clientId}")

    assert found(RULE, {"bot": application(), "sp": principal, "azure": connection("sp")}) == []


def test_a_value_from_another_resource_is_no_identity(found):
    assert found(RULE, {"bot": fixture("random:index/randomUuid:RandomUuid"), "azure": connection()}) == [
        "azure"
    ]


def test_the_settings_name_identities_that_are_managed_elsewhere(found):
    azure = connection(credentials={"serviceprincipalid": SOMEBODY.upper()})

    assert found(RULE, {"azure": azure}) == ["azure"]
    assert found(RULE, {"azure": azure}, existing=[SOMEBODY]) == []
    assert found(RULE, {"azure": azure}, existing=[SOMEBODY.upper()]) == []


def test_the_existing_identity_of_a_workload_is_declared():
    azure = connection(credentials={"serviceprincipalid": SOMEBODY})
    workload, connected = Example("", {"bot": fixture(WORKLOAD), "azure": azure}).declared()

    def judged(client_id):
        return list(RULE.examine([replace(workload, outputs=Props({"clientId": client_id})), connected]))

    assert judged(SOMEBODY.upper()) == []
    assert len(judged("another")) == len(judged(None)) == len(judged("")) == 1


def test_an_identity_that_cannot_be_read_is_not_that_of_a_workload_without_one(found):
    azure = connection(credentials={"serviceprincipalid": "[secret]"})

    assert found(RULE, {"bot": fixture(WORKLOAD), "azure": azure}) == ["azure"]


def test_a_connection_that_signs_in_otherwise_hides_no_other(found):
    otherwise = connection(serviceEndpointAuthenticationScheme="ServicePrincipal")

    assert found(RULE, {"otherwise": otherwise, "azure": connection(credentials=None)}) == ["azure"]


SCHEMES = {
    "workloadidentityfederation": ["azure"],
    "${x.y}": ["azure"],
    "[secret]": ["azure"],
    "ServicePrincipal": [],
    "ManagedServiceIdentity": [],
    None: [],
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_connections_that_are_known_to_sign_in_otherwise_are_left_to_other_rules(scheme, found):
    azure = connection(credentials=None, serviceEndpointAuthenticationScheme=scheme)

    assert found(RULE, {"azure": azure}) == SCHEMES[scheme]


def test_the_finding_says_what_is_missing():
    (finding,) = RULE.examine(Example("", {"azure": connection(credentials=None)}).declared())

    assert finding.what == (
        'The service connection "azure" leaves it to Azure DevOps to make an application '
        "(input credentials.serviceprincipalid is missing)."
    )
