"""Signing in: by what the place offers, never by a secret that lies around, and never again for each call."""

import asyncio
import time

import httpx
import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError

from patless.clients import sign_in
from patless.clients.sign_in import Method, SignIn, credential
from patless.errors import CouldNotRun

GITHUB = {
    "ACTIONS_ID_TOKEN_REQUEST_URL": "https://x.actions.githubusercontent.com/token?api-version=2.0",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "canary-github",
    "AZURE_CLIENT_ID": "11111111-1111-1111-1111-111111111111",
    "AZURE_TENANT_ID": "22222222-2222-2222-2222-222222222222",
}
PIPELINES = {
    "SYSTEM_OIDCREQUESTURI": "https://dev.azure.com/contoso/_apis/x",
    "SYSTEM_ACCESSTOKEN": "canary-pipelines",
    "AZURESUBSCRIPTION_CLIENT_ID": "11111111-1111-1111-1111-111111111111",
    "AZURESUBSCRIPTION_TENANT_ID": "22222222-2222-2222-2222-222222222222",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "33333333-3333-3333-3333-333333333333",
}
SECRETS = {"AZURE_CLIENT_SECRET": "canary", "AZURE_PASSWORD": "canary", "AZURE_DEVOPS_EXT_PAT": "canary"}


@pytest.fixture
def ways(monkeypatch):
    """The ways that `auto` would try somewhere, by their classes."""
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", PIPELINES["SYSTEM_OIDCREQUESTURI"])

    def of(environment):
        chain = credential(Method.AUTO, "", environment)
        return [type(one).__name__ for one in chain.credentials]

    return of


OFFERS = {
    "a laptop": ({}, ["AzureCliCredential", "ManagedIdentityCredential"]),
    "GitHub Actions": (
        GITHUB,
        ["ClientAssertionCredential", "AzureCliCredential", "ManagedIdentityCredential"],
    ),
    "Azure Pipelines": (
        PIPELINES,
        ["AzurePipelinesCredential", "AzureCliCredential", "ManagedIdentityCredential"],
    ),
    "a service of Azure": ({"IDENTITY_ENDPOINT": "http://127.0.0.1/msi"}, ["ManagedIdentityCredential"]),
    "a laptop with secrets": (SECRETS, ["AzureCliCredential", "ManagedIdentityCredential"]),
}


@pytest.mark.parametrize("place", OFFERS)
def test_auto_takes_what_the_place_offers_and_no_secret(ways, place):
    environment, expected = OFFERS[place]

    assert ways(environment) == expected


@pytest.mark.parametrize("method", [each for each in Method if each is not Method.AUTO])
def test_each_way_can_be_chosen(monkeypatch, method, tmp_path):
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", PIPELINES["SYSTEM_OIDCREQUESTURI"])
    environment = GITHUB | PIPELINES | {"AZURE_FEDERATED_TOKEN_FILE": str(tmp_path / "token")}

    assert hasattr(credential(method, "", environment), "get_token")


def test_a_missing_variable_is_named():
    with pytest.raises(CouldNotRun, match="AZURE_CLIENT_ID is not set"):
        credential(Method.GITHUB_ACTIONS, "", {k: v for k, v in GITHUB.items() if k != "AZURE_CLIENT_ID"})


@pytest.mark.parametrize(
    "url",
    [
        "http://x.actions.githubusercontent.com/token",
        "https://actions.githubusercontent.com.evil.example/token",
        "https://evil.example/?.actions.githubusercontent.com",
    ],
)
def test_the_jobs_token_of_github_goes_to_github_alone(monkeypatch, url):
    monkeypatch.setattr(httpx, "get", lambda *_, **__: pytest.fail("it was sent"))

    with pytest.raises(CouldNotRun, match="does not lead to GitHub"):
        sign_in._github_token(url, "canary-github")


def test_github_is_asked_for_a_token_that_entra_takes(monkeypatch):
    asked = []

    def get(url, headers, timeout):
        asked.append((str(url), headers))
        return httpx.Response(200, json={"value": "the-assertion"}, request=httpx.Request("GET", url))

    monkeypatch.setattr(httpx, "get", get)

    assert sign_in._github_token(GITHUB["ACTIONS_ID_TOKEN_REQUEST_URL"], "canary-github") == "the-assertion"
    [(url, headers)] = asked
    assert "audience=api%3A%2F%2FAzureADTokenExchange" in url
    assert headers == {"Authorization": "Bearer canary-github"}


def test_a_refusal_of_github_names_no_token(monkeypatch):
    monkeypatch.setattr(httpx, "get", lambda url, **_: httpx.Response(403, request=httpx.Request("GET", url)))

    with pytest.raises(CouldNotRun) as refused:
        sign_in._github_token(GITHUB["ACTIONS_ID_TOKEN_REQUEST_URL"], "canary-github")
    assert "id-token: write" in str(refused.value)
    assert "canary" not in str(refused.value)


class Counted:
    """A credential that counts how often it is asked."""

    def __init__(self, seconds=3600):
        self.asked = 0
        self.seconds = seconds

    def get_token(self, scope):
        assert scope == "499b84ac-1321-427f-aa17-267ca6975798/.default"
        self.asked += 1
        return AccessToken(f"token-{self.asked}", int(time.time()) + self.seconds)


def test_one_token_serves_all_calls():
    counted = Counted()
    signed_in = SignIn(counted)

    async def ask():
        return await asyncio.gather(*(signed_in.token() for _ in range(20)))

    assert set(asyncio.run(ask())) == {"token-1"}
    assert counted.asked == 1


def test_a_token_that_is_about_to_end_is_not_used():
    counted = Counted(seconds=60)
    signed_in = SignIn(counted)

    async def ask():
        return [await signed_in.token() for _ in range(2)]

    assert asyncio.run(ask()) == ["token-1", "token-2"]


def test_nobody_signed_in_is_said_with_what_was_tried():
    class Nobody:
        def get_token(self, scope):
            raise ClientAuthenticationError(
                "ChainedTokenCredential failed to retrieve a token from the included credentials.\n"
                "Attempted credentials:\n\tAzureCliCredential: Please run 'az login' to set up an account\n"
                "\tManagedIdentityCredential: no response\nTo mitigate this issue, please refer to https://x"
            )

    with pytest.raises(CouldNotRun) as refused:
        asyncio.run(SignIn(Nobody()).token())
    words = str(refused.value)
    assert "AzureCliCredential: Please run 'az login'" in words
    assert "https://x" not in words
