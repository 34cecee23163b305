"""How a service connection signs in, and what takes the place of a token or a secret in it.

Types and schemes are those of the service's own catalogue, and of the tasks' definitions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from patless.findings.finding import Confidence, Use
from patless.snapshot.records import Authorization, Connection

FEDERATION = "workloadidentityfederation"
WITHOUT_SECRET = {FEDERATION, "managedserviceidentity", "installationtoken"}
"""Schemes in which nothing is kept that could be stolen or expire, in lower case."""

TAKES_TOKEN = {"token", "personalaccesstoken", "usernamepassword"}
"""Schemes in which a personal access token fits, in lower case."""

ISSUER, SUBJECT = "workloadIdentityFederationIssuer", "workloadIdentityFederationSubject"
OLD_ISSUERS = ("vstoken.dev.azure.com", "app.vstoken.visualstudio.com")
OLD_SUBJECT = "sc://"

AZURE_DEVOPS = re.compile(r"(.+\.)?dev\.azure\.com|.+\.visualstudio\.com", re.IGNORECASE)
"""Hosts of Azure DevOps, its feeds among them."""


class Credential(StrEnum):
    """What a connection keeps, as the beginning of a finding's key."""

    AZURE_DEVOPS_TOKEN = "azure-devops-token"  # noqa: S105 - a word
    """A personal access token of Azure DevOps. It may be global: nobody can read that of the connection."""

    OTHER_TOKEN = "other-token"  # noqa: S105 - a word
    """A personal access token of another service."""

    SECRET = "secret"  # noqa: S105 - a word
    """A password, a key, a certificate or a token of a program."""


@dataclass(frozen=True)
class Kept:
    """What a connection keeps, how sure that is, and what takes its place."""

    credential: Credential
    confidence: Confidence
    use: Use


def _use(key: str, label: str, instead: str) -> Use:
    return Use(
        key, label, instead, "ask its creator whether the token in it is global; if so, put in a new one"
    )


AZURE_DEVOPS_CONNECTION = (
    "the connection type Azure DevOps (workload identity), as the task's azureDevOpsServiceConnection"
)

AZURE_DEVOPS_TYPES = {
    "azdoapi": _use("azure-repos", "Azure Repos", AZURE_DEVOPS_CONNECTION),
    "azuredevops": _use("azure-devops", "Azure DevOps", AZURE_DEVOPS_CONNECTION),
    "externaltfs": _use("azure-repos", "Azure Repos or Team Foundation Server", AZURE_DEVOPS_CONNECTION),
    "tfsmarketplacepublishing": _use(
        "marketplace",
        "publishing to the Marketplace",
        "tfx extension publish --token with an Entra token of the job",
    ),
}
"""Types that hold a personal access token of Azure DevOps and nothing else, in lower case."""

FEEDS = {
    "externalnugetfeed": "NuGetAuthenticate@1",
    "externalnpmregistry": "npmAuthenticate@0",
    "externalpythondownloadfeed": "PipAuthenticate@1",
    "externalpythonuploadfeed": "TwineAuthenticate@1",
    "externalmavenrepository": "MavenAuthenticate@0",
    "externalcargorepository": "CargoAuthenticate@0",
}
"""Feeds of packages, and the task that signs in to those of Azure Artifacts."""

GIT_HOSTS = {
    "github": "the GitHub app of Azure Pipelines: a new connection of type GitHub, by installation",
    "githubenterprise": "the GitHub app of Azure Pipelines",
    "gitlab": "no sign-in without a token is known: a token of the project, not of a person, that ends soon",
    "bitbucket": "no sign-in without a token is known: a token of the repository that ends soon",
}
"""Where code is elsewhere: with a personal access token of that service."""

SECRETS = {
    "azurerm": (
        "Azure",
        "convert it to workload identity federation: the same connection, no pipeline changes",
    ),
    "dockerregistry": (
        "a container registry",
        "for Azure's registries a new connection by workload identity federation",
    ),
    "aws": ("AWS", "OIDC in the same connection: useOIDC and a role to assume, without keys"),
    "kubernetes": ("Kubernetes", "an Azure connection by workload identity federation, with kubelogin"),
    "googlecloudserviceendpoint": (
        "Google Cloud",
        "workload identity federation of Google Cloud, from the job's OIDC token",
    ),
    "azureservicebus": (
        "Azure Service Bus",
        "PublishToAzureServiceBus@2 with an Azure connection by federation",
    ),
    "incomingwebhook": (
        "an incoming webhook",
        "keep it: the secret proves who calls; give it a new one each year",
    ),
}


def kept_by(connection: Connection) -> Kept | None:
    """What a connection keeps; None where it keeps nothing, or does not show how it signs in."""
    authorization = connection.authorization
    if authorization is None or not _keeps(connection, authorization):
        return None
    kind, scheme = connection.type.lower(), authorization.scheme.lower()
    at_azure_devops = scheme in TAKES_TOKEN and _host_is_azure_devops(connection.url)
    if use := AZURE_DEVOPS_TYPES.get(kind):
        return Kept(Credential.AZURE_DEVOPS_TOKEN, Confidence.CERTAIN, use)
    if task := FEEDS.get(kind):
        if at_azure_devops:
            label = "a feed of Azure Artifacts"
            use = _use(
                "feed",
                label,
                f"{task} with azureDevOpsServiceConnection and feedUrl; in one organisation with none",
            )
            return Kept(Credential.AZURE_DEVOPS_TOKEN, Confidence.CERTAIN, use)
        return _secret(
            kind, "a feed of packages elsewhere", "trusted publishing or OIDC, where that registry has it"
        )
    if at_azure_devops:
        use = _use(kind, "Azure DevOps, by another type", AZURE_DEVOPS_CONNECTION)
        return Kept(Credential.AZURE_DEVOPS_TOKEN, Confidence.LIKELY, use)
    if instead := GIT_HOSTS.get(kind):
        certain = scheme in ("token", "personalaccesstoken")
        use = Use(kind, connection.type, instead)
        if scheme.startswith("oauth"):
            return Kept(Credential.SECRET, Confidence.CERTAIN, use)
        return Kept(Credential.OTHER_TOKEN, Confidence.CERTAIN if certain else Confidence.LIKELY, use)
    if kind == "git":
        use = Use(
            kind, "git elsewhere", "the connection type of that service, or a token of the repository alone"
        )
        return Kept(Credential.OTHER_TOKEN, Confidence.LIKELY, use)
    label, instead = SECRETS.get(
        kind, (connection.type, "OIDC or an app of that service, if it has them; else a short-lived secret")
    )
    return _secret(kind, label, instead)


class Issuer(StrEnum):
    """Who issues the tokens that a connection by federation signs in with."""

    OLD = "old"
    """Azure DevOps itself, which retires."""

    NEW = "new"
    UNKNOWN = "unknown"
    """The service does not show it. AWS has it in a policy of its own, which Azure DevOps cannot change."""


def issuer_of(connection: Connection) -> Issuer | None:
    """The issuer of a connection; None where it signs in otherwise, or does not show how."""
    authorization = connection.authorization
    if authorization is None:
        return None
    if authorization.scheme.lower() != FEDERATION:
        return Issuer.UNKNOWN if _is_oidc_of_aws(connection, authorization) else None
    if issuer := authorization.parameter(ISSUER):
        return Issuer.OLD if urlsplit(issuer).hostname in OLD_ISSUERS else Issuer.NEW
    if subject := authorization.parameter(SUBJECT):
        return Issuer.OLD if subject.startswith(OLD_SUBJECT) else Issuer.NEW
    return Issuer.UNKNOWN


def _keeps(connection: Connection, authorization: Authorization) -> bool:
    scheme = authorization.scheme.lower()
    if scheme in WITHOUT_SECRET or _is_oidc_of_aws(connection, authorization):
        return False
    parameters = authorization.parameters
    if parameters is None:
        return True
    if scheme == "none":
        return _has_secret(parameters)
    if scheme == "usernamepassword":
        # Without a password and without a user the connection is open to everybody.
        return _has_secret(parameters) or any(parameters.values())
    return True


def _has_secret(parameters: Mapping[str, object]) -> bool:
    """Whether one of them is a secret: the service shows those as null, or as stars."""
    return any(
        value is None or (isinstance(value, str) and set(value) == {"*"}) for value in parameters.values()
    )


def _is_oidc_of_aws(connection: Connection, authorization: Authorization) -> bool:
    return connection.type.lower() == "aws" and authorization.parameter("useOIDC").lower() == "true"


def _host_is_azure_devops(url: str | None) -> bool:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return False
    return AZURE_DEVOPS.fullmatch(host) is not None


def _secret(kind: str, label: str, instead: str) -> Kept:
    return Kept(Credential.SECRET, Confidence.CERTAIN, Use(kind, label, instead))
