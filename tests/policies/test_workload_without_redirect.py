"""The rule workload-without-redirect: redirect URIs on applications that workloads sign in as."""

import pytest
from guardrails.data.fixtures import application, connection, fixture, github_trust
from guardrails.rules import workload_without_redirect

RULE = workload_without_redirect.RULE
APPLICATION = "azuread:index/application:Application"
PRINCIPAL = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${ci.clientId}")
MEMBER = fixture(
    "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement", originId="${sp.objectId}"
)
TRUST = github_trust(applicationId="${ci.id}")

WORKLOADS = {
    "by a federated credential": {"trust": TRUST},
    "by a service connection": {"azure": connection("ci")},
    "as a member of the organisation": {"sp": PRINCIPAL, "member": MEMBER},
}


@pytest.mark.parametrize("path", ["web", "singlePageApplication", "publicClient"])
def test_redirects_are_refused_in_whatever_state_they_are(path, refused_in):
    assert refused_in(RULE, {"trust": TRUST}, APPLICATION, f"{path}.redirectUris", ["https://x.example"]) == {
        "known",
        "unknown",
        "nested unknown",
        "redacted",
        "wrong type",
    }


@pytest.mark.parametrize("how", WORKLOADS)
def test_redirects_are_refused_however_the_workload_signs_in(how, found):
    site = application(web={"redirectUris": ["https://x.example"]})

    assert found(RULE, WORKLOADS[how] | {"ci": site}) == ["ci"]
    assert found(RULE, WORKLOADS[how] | {"ci": application()}) == []


def test_redirects_of_an_application_of_people_are_accepted(found):
    site = application(web={"redirectUris": ["https://x.example"]})

    assert found(RULE, {"ci": application(), "trust": TRUST, "site": site}) == []


def test_redirects_that_are_resources_of_their_own_are_refused_too(found):
    redirects = fixture(workload_without_redirect.REDIRECTS, applicationId="${ci.id}")

    assert found(RULE, {"ci": application(), "trust": TRUST, "spa": redirects}) == ["spa"]
    assert found(RULE, {"ci": application(), "spa": redirects}) == []
