"""Signing in to Azure DevOps without a secret: who the caller is comes from where Patless runs.

Never a personal access token, and no client secret either: only those credentials of azure-identity are used
that keep nothing.
"""

import asyncio
import os
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from patless.errors import CouldNotRun

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, TokenCredential

RESOURCE = "499b84ac-1321-427f-aa17-267ca6975798"
"""Azure DevOps, as Entra knows it."""

SPARE = 300
"""Seconds before its end from which on a token is not used any more."""

GITHUB = "ACTIONS_ID_TOKEN_REQUEST_URL"
GITHUB_HOSTS = ".actions.githubusercontent.com"
PIPELINES = "SYSTEM_OIDCREQUESTURI"
KUBERNETES = "AZURE_FEDERATED_TOKEN_FILE"


class Method(StrEnum):
    """Ways to sign in."""

    AUTO = "auto"
    AZURE_CLI = "azure-cli"
    MANAGED_IDENTITY = "managed-identity"
    WORKLOAD_IDENTITY = "workload-identity"
    GITHUB_ACTIONS = "github-actions"
    AZURE_PIPELINES = "azure-pipelines"
    DEVICE_CODE = "device-code"


class SignIn:
    """One signed-in identity, and its token of the hour."""

    def __init__(self, credential: "TokenCredential") -> None:
        self._credential = credential
        self._token: AccessToken | None = None
        self._asked_at = 0.0
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """The token for the Authorization header; raises CouldNotRun where nobody is signed in."""
        async with self._lock:
            if self._token is None or self._token.expires_on - time.time() < SPARE:
                # azure-identity blocks: it starts a program, or asks a service.
                self._token = await asyncio.to_thread(self._get)
                self._asked_at = time.monotonic()
            return self._token.token

    def renew(self) -> bool:
        """Forget a token that was not taken; False where it is so new that another would fare no better."""
        if time.monotonic() - self._asked_at < SPARE:
            return False
        self._token = None
        return True

    def _get(self) -> "AccessToken":
        from azure.core.exceptions import ClientAuthenticationError

        try:
            return self._credential.get_token(f"{RESOURCE}/.default")
        except ClientAuthenticationError as error:
            raise CouldNotRun(
                f"nobody is signed in:\n  {_tried(str(error))}",
                "an identity that Azure DevOps knows, by the Azure CLI, a managed identity or federation",
                "run `az login`, or choose another way with --sign-in",
            ) from None


def credential(method: Method, tenant: str, environment: Mapping[str, str] = os.environ) -> "TokenCredential":
    """The credential of a way to sign in.

    `auto` takes what this place offers: federation first, then the Azure CLI, then a managed identity.
    """
    from azure.identity import ChainedTokenCredential

    if method is not Method.AUTO:
        made: TokenCredential = _MAKE[method](tenant, environment)
        return made
    offered = [
        way
        for way, variable in (
            (Method.GITHUB_ACTIONS, GITHUB),
            (Method.AZURE_PIPELINES, PIPELINES),
            (Method.WORKLOAD_IDENTITY, KUBERNETES),
        )
        if variable in environment
    ]
    ways = [*offered, Method.AZURE_CLI, Method.MANAGED_IDENTITY]
    # Inside a hosted service the managed identity is what is meant, and nobody has run `az login`.
    if "IDENTITY_ENDPOINT" in environment:
        ways = [*offered, Method.MANAGED_IDENTITY]
    return ChainedTokenCredential(*(_MAKE[way](tenant, environment) for way in ways))


def _azure_cli(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import AzureCliCredential

    return AzureCliCredential(tenant_id=tenant, process_timeout=60)


def _managed_identity(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=environment.get("AZURE_CLIENT_ID"))


def _workload_identity(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import WorkloadIdentityCredential

    return WorkloadIdentityCredential(
        tenant_id=tenant or environment.get("AZURE_TENANT_ID"),
        client_id=_required(environment, "AZURE_CLIENT_ID"),
        token_file_path=_required(environment, KUBERNETES),
    )


def _github_actions(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import ClientAssertionCredential

    url = _required(environment, GITHUB)
    bearer = _required(environment, "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    return ClientAssertionCredential(
        tenant or _required(environment, "AZURE_TENANT_ID"),
        _required(environment, "AZURE_CLIENT_ID"),
        lambda: _github_token(url, bearer),
    )


def _github_token(url: str, bearer: str) -> str:
    """The job's own OIDC token."""
    import httpx

    address = httpx.URL(url)
    if address.scheme != "https" or not address.host.endswith(GITHUB_HOSTS):
        raise CouldNotRun(
            f"{GITHUB} does not lead to GitHub",
            f"https and a host that ends in {GITHUB_HOSTS}",
            "let GitHub Actions set it: `permissions: {id-token: write}` in the job",
        )
    asked = address.copy_merge_params({"audience": "api://AzureADTokenExchange"})
    try:
        answer = httpx.get(asked, headers={"Authorization": f"Bearer {bearer}"}, timeout=30)
        return str(answer.raise_for_status().json()["value"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise CouldNotRun(
            f"GitHub gave the job no token ({type(error).__name__})",
            "a job that may ask for one",
            "give the job `permissions: {id-token: write}`, and run it again",
        ) from None


def _azure_pipelines(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import AzurePipelinesCredential

    return AzurePipelinesCredential(
        tenant_id=tenant or _required(environment, "AZURESUBSCRIPTION_TENANT_ID"),
        client_id=_required(environment, "AZURESUBSCRIPTION_CLIENT_ID"),
        service_connection_id=_required(environment, "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"),
        system_access_token=_required(environment, "SYSTEM_ACCESSTOKEN"),
    )


def _device_code(tenant: str, environment: Mapping[str, str]) -> Any:
    from azure.identity import DeviceCodeCredential

    # By itself it prints on stdout, where the report goes.
    return DeviceCodeCredential(tenant_id=tenant or None, prompt_callback=_show_code)


def _show_code(address: str, code: str, expires_on: Any) -> None:
    import sys

    sys.stderr.write(f"sign in: open {address} in a browser and enter the code {code}\n")


_MAKE = {
    Method.AZURE_CLI: _azure_cli,
    Method.MANAGED_IDENTITY: _managed_identity,
    Method.WORKLOAD_IDENTITY: _workload_identity,
    Method.GITHUB_ACTIONS: _github_actions,
    Method.AZURE_PIPELINES: _azure_pipelines,
    Method.DEVICE_CODE: _device_code,
}


def _required(environment: Mapping[str, str], name: str) -> str:
    found = environment.get(name)
    if not found:
        raise CouldNotRun(
            f"{name} is not set, and this way to sign in needs it",
            "the variables of `azure/login` in GitHub Actions, or of AzureCLI@2 in Azure Pipelines",
            "docs/guides/1-december.md has both jobs",
        )
    return found


def _tried(said: str) -> str:
    """The lines of azure-identity that say what was tried; not its links and advice."""
    lines = [line.strip() for line in said.splitlines()]
    tried = [line for line in lines if "Credential: " in line]
    return "\n  ".join(tried or [line for line in lines if line][:3])[:1500]
