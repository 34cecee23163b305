"""The rule trusted-issuer: whom federated credentials trust."""

import pytest
from guardrails import Props, Resource
from guardrails.data.tokens import TRUSTS
from guardrails.rules import trusted_issuer

RULE = trusted_issuer.RULE
GITHUB = "https://token.actions.githubusercontent.com"
GUID = "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
TYPES = [*TRUSTS, "azure-native:managedidentity/v20241130:FederatedIdentityCredential"]

# What is not known yet is left to traced-unknowns, whose tests have the other half.
LATER = {"unknown", "nested unknown"}


@pytest.mark.parametrize("type_", TYPES)
def test_an_issuer_that_is_not_listed_is_refused_in_every_state_but_unknown(type_, refused):
    assert refused(RULE, type_, "issuer", "https://tokens.example.com") == {
        "known", "secret", "secret block", "redacted", "wrong type", "missing", "null",
    }  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
def test_an_issuer_on_the_list_is_accepted_where_it_can_be_read(type_, refused):
    assert refused(RULE, type_, "issuer", GITHUB) == {"redacted", "wrong type", "missing", "null"}


def refuses(issuer, config=None):
    findings = list(RULE.examine(Resource(TRUSTS[0], "ci", Props({"issuer": issuer})), config))
    assert not any(finding.crashed for finding in findings)
    return findings != []


SOUND = [
    GITHUB,
    f"https://login.microsoftonline.com/{GUID}/v2.0",
    f"https://login.microsoftonline.us/{GUID}/v2.0",
    f"https://login.partner.microsoftonline.cn/{GUID}/v2.0",
    f"https://vstoken.dev.azure.com/{GUID}",
    f"https://app.vstoken.visualstudio.com/{GUID}",
    f"https://westeurope.oic.prod-aks.azure.com/{GUID}/{GUID}/",
]
UNSOUND = [
    "",
    " " + GITHUB,
    GITHUB + "\n",
    GITHUB + "/",
    GITHUB + ".example.com",
    GITHUB.replace("https", "http"),
    GITHUB.replace(".", "x"),
    GITHUB.upper(),
    "https://example.com/" + GITHUB,
    f"https://login.microsoftonline.com/{GUID}/v2.0/",
    f"https://login.microsoftonline.com/{GUID}",
    "https://login.microsoftonline.com/common/v2.0",
    f"https://vstoken.dev.azure.com.example.com/{GUID}",
    f"https://westeurope.oic.prod-aks.azure.com/{GUID}/{GUID}",
]


def test_the_list_has_the_issuers_of_entra_github_azure_devops_and_aks():
    assert [issuer for issuer in SOUND if refuses(issuer)] == []


def test_an_issuer_has_to_be_exact():
    assert [issuer for issuer in UNSOUND if not refuses(issuer)] == []


def test_the_settings_replace_the_list():
    allowed = {"issuers": [r"https://gitlab\.com"]}

    assert not refuses("https://gitlab.com", allowed)
    assert refuses(GITHUB, allowed)
    assert refuses(GITHUB, {"issuers": []})
