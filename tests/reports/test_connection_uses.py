"""What a connection keeps, and who issues what it signs in with."""

import pytest

from patless.reports.connection_uses import Issuer, issuer_of, kept_by
from patless.snapshot.records import Connection

OURS, FEED, ELSEWHERE = (
    "https://dev.azure.com/contoso",
    "https://pkgs.dev.azure.com/contoso/_packaging/x/nuget/v3/index.json",
    "https://example.org",
)


def connection(type_, scheme, url=ELSEWHERE, **parameters):
    return Connection.model_validate(
        {
            "id": "1",
            "name": "x",
            "type": type_,
            "url": url,
            "authorization": {"scheme": scheme, "parameters": parameters},
        }
    )


KEPT = {
    ("AZDOAPI", "Token", OURS): "azure-devops-token",
    ("externaltfs", "UsernamePassword", ELSEWHERE): "azure-devops-token",
    ("TFSMarketplacePublishing", "Token", ELSEWHERE): "azure-devops-token",
    ("externalnugetfeed", "Token", FEED): "azure-devops-token",
    (
        "externalnpmregistry",
        "UsernamePassword",
        "https://contoso.pkgs.visualstudio.com/x",
    ): "azure-devops-token",
    ("generic", "UsernamePassword", "https://dev.azure.com/other"): "azure-devops-token",
    ("git", "UsernamePassword", "https://contoso.visualstudio.com/_git/x"): "azure-devops-token",
    ("git", "UsernamePassword", "https://user@DEV.AZURE.COM/x"): "azure-devops-token",
    ("externalnugetfeed", "Token", "https://api.nuget.org/v3/index.json"): "secret",
    ("generic", "UsernamePassword", "https://dev.azure.com.evil.example"): "secret",
    ("generic", "UsernamePassword", "https://evil.example/dev.azure.com"): "secret",
    ("github", "Token", "https://github.com"): "other-token",
    ("github", "PersonalAccessToken", "https://github.com"): "other-token",
    ("github", "OAuth", "https://github.com"): "secret",
    ("gitlab", "Token", ELSEWHERE): "other-token",
    ("azurerm", "ServicePrincipal", "https://management.azure.com/"): "secret",
    ("a-type-of-tomorrow", "Token", ELSEWHERE): "secret",
    ("a-type-of-tomorrow", "Token", OURS): "azure-devops-token",
    ("github", "InstallationToken", "https://github.com"): None,
    ("azurerm", "WorkloadIdentityFederation", "https://management.azure.com/"): None,
    ("azurerm", "ManagedServiceIdentity", "https://management.azure.com/"): None,
    ("WorkloadIdentityUser", "WorkloadIdentityFederation", OURS): None,
}


@pytest.mark.parametrize(("type_", "scheme", "url"), KEPT)
def test_a_connection_keeps_what_its_type_scheme_and_address_say(type_, scheme, url):
    parameters = {"username": "x", "password": None} if scheme == "UsernamePassword" else {"apitoken": None}

    kept = kept_by(connection(type_, scheme, url, **parameters))

    assert (kept and kept.credential.value) == KEPT[type_, scheme, url]
    assert kept is None or kept.use.instead


def test_an_open_connection_keeps_nothing():
    assert kept_by(connection("generic", "UsernamePassword")) is None
    assert kept_by(connection("servicefabric", "None", Unsecured="true")) is None


def test_a_key_without_a_scheme_is_a_secret():
    assert kept_by(connection("externalnugetfeed", "None", FEED, nugetkey=None)).credential == "secret"
    assert (
        kept_by(connection("AzureServiceBus", "None", serviceBusConnectionString="******")).credential
        == "secret"
    )


def test_aws_by_oidc_keeps_nothing_and_its_issuer_is_not_shown():
    by_oidc = connection("aws", "UsernamePassword", useOIDC="true", assumeRoleArn="arn:x")

    assert kept_by(by_oidc) is None
    assert issuer_of(by_oidc) is Issuer.UNKNOWN
    assert kept_by(connection("aws", "UsernamePassword", username="x", password=None)).credential == "secret"


ISSUERS = {
    "https://vstoken.dev.azure.com/0000": Issuer.OLD,
    "https://VSTOKEN.dev.azure.com/0000": Issuer.OLD,
    "https://app.vstoken.visualstudio.com/0000": Issuer.OLD,
    "https://login.microsoftonline.com/t/v2.0": Issuer.NEW,
    "https://vstoken.dev.azure.com.evil.example/": Issuer.NEW,
    "": Issuer.UNKNOWN,
}


@pytest.mark.parametrize("issuer", ISSUERS)
def test_the_issuer_that_retires_is_told_by_its_host(issuer):
    found = connection("azurerm", "WorkloadIdentityFederation", WorkloadIdentityFederationIssuer=issuer)

    assert issuer_of(found) is ISSUERS[issuer]


def test_where_the_issuer_is_not_shown_the_form_of_the_subject_tells_it():
    old = connection("azurerm", "WorkloadIdentityFederation", workloadIdentityFederationSubject="sc://o/p/c")
    new = connection("azurerm", "WorkloadIdentityFederation", workloadIdentityFederationSubject="/eid1/c/x")

    assert (issuer_of(old), issuer_of(new)) == (Issuer.OLD, Issuer.NEW)


def test_of_what_is_not_shown_nothing_is_said():
    hidden = Connection.model_validate({"id": "1", "name": "x", "type": "azurerm"})

    assert kept_by(hidden) is None
    assert issuer_of(hidden) is None
