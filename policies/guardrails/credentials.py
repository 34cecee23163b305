"""Which inputs of which resource types are credentials, as data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from guardrails.props import Absent, Known, Props


class Kind(StrEnum):
    """What a credential is."""

    PAT = "personal access token"


@dataclass(frozen=True)
class Credential:
    """One way in which a credential gets into a resource."""

    input: str
    """The path of the input that carries it, or whose presence shows it."""

    kind: Kind

    always: bool = False
    """Whether it counts though the input is not to be seen, because the type has no other way to sign in."""

    unless: Callable[[Props], bool] | None = None
    """What excuses the input, as far as the resource's other inputs tell."""

    environment: str = ""
    """The variable from which the provider plug-in fills the input when it is left out."""

    def shows(self, props: Props) -> bool:
        """Whether a resource with these inputs has it, or might have it."""
        return (self.always or props.has(self.input)) and not (self.unless and self.unless(props))


def elsewhere(address: str) -> Callable[[Props], bool]:
    """Excuses an input when the address is known, and not one of Azure DevOps."""

    def excuses(props: Props) -> bool:
        value = props.get(address)
        if not isinstance(value, Known) or not isinstance(value.value, str):
            return False
        text = unquote(value.value).lower()
        return "dev.azure.com" not in text and "visualstudio.com" not in text

    return excuses


# The schemes of a generic connection in which no token fits. Whatever is not listed might hold one.
TOKENLESS_SCHEMES = frozenset(
    {
        "workloadidentityfederation",
        "managedserviceidentity",
        "serviceprincipal",
        "certificate",
        "installationtoken",
    }
)


def tokenless_scheme(props: Props) -> bool:
    """Excuses a generic connection when its scheme is known, and no token fits in it."""
    scheme = props.get("authorizationScheme")
    if not isinstance(scheme, Known) or not isinstance(scheme.value, str):
        return False
    if scheme.value.lower() == "none":
        return isinstance(props.get("authorizationParameters"), Absent)
    return scheme.value.lower() in TOKENLESS_SCHEMES


def _pat(
    input_: str, *, always: bool = False, unless: Callable[[Props], bool] | None = None, environment: str = ""
) -> Credential:
    return Credential(input_, Kind.PAT, always, unless, environment)


# Every service connection type of the installed provider, named as its SDK names it after "ServiceEndpoint".
# An empty row is a type that takes no PAT; it may well take another secret.
CONNECTIONS: Mapping[str, tuple[Credential, ...]] = {
    "Argocd": (),
    "Artifactory": (),
    "Aws": (),
    "AzureDevOps": (_pat("personalAccessToken", always=True, environment="AZDO_DEVOPS_PAT"),),
    "AzureEcr": (),
    "AzureRM": (),
    "AzureServiceBus": (),
    "BitBucket": (),
    "BlackDuck": (),
    "CheckmarxOne": (),
    "CheckmarxSast": (),
    "CheckmarxSca": (),
    "DockerRegistry": (),
    "DynamicsLifecycleServices": (),
    "Externaltfs": (
        _pat("authPersonal.personalAccessToken", always=True, environment="AZDO_PERSONAL_ACCESS_TOKEN"),
    ),
    "GcpTerraform": (),
    "Generic": (
        _pat(
            "password",
            unless=elsewhere("serverUrl"),
            environment="AZDO_GENERIC_SERVICE_CONNECTION_PASSWORD",
        ),
    ),
    # Its documentation asks for a PAT, and a Git server that takes one cannot be told by its address.
    "GenericGit": (_pat("password", environment="AZDO_GENERIC_GIT_SERVICE_CONNECTION_PASSWORD"),),
    # The escape hatch: it can be made into any other type.
    "GenericV2": (_pat("authorizationScheme", always=True, unless=tokenless_scheme),),
    # The block is enough: the plug-in fills its token from the environment.
    "GitHub": (_pat("authPersonal", environment="AZDO_GITHUB_SERVICE_CONNECTION_PAT"),),
    "GitHubEnterprise": (_pat("authPersonal", environment="AZDO_GITHUB_ENTERPRISE_SERVICE_CONNECTION_PAT"),),
    "GitLab": (_pat("apiToken", always=True),),
    "Incomingwebhook": (),
    "Jenkins": (),
    "JfrogArtifactoryV2": (),
    "JfrogDistributionV2": (),
    "JfrogPlatformV2": (),
    "JfrogXrayV2": (),
    "Kubernetes": (),
    # A token or password for a feed of Azure Artifacts is a PAT.
    "Maven": (
        _pat("authenticationToken", unless=elsewhere("url")),
        _pat("authenticationBasic", unless=elsewhere("url")),
    ),
    "Nexus": (),
    "Npm": (_pat("accessToken", unless=elsewhere("url")),),
    "Nuget": (
        _pat("personalAccessToken"),
        _pat("password", unless=elsewhere("feedUrl")),
    ),
    "Octopusdeploy": (),
    "Openshift": (),
    "Pipeline": (
        _pat("authPersonal.personalAccessToken", always=True, environment="AZDO_PERSONAL_ACCESS_TOKEN"),
    ),
    "ServiceFabric": (),
    "Snyk": (),
    "SonarCloud": (),
    "SonarQube": (),
    "Ssh": (),
    "Visualstudiomarketplace": (_pat("authenticationToken"),),
}

PROVIDERS: Mapping[str, tuple[Credential, ...]] = {
    "pulumi:providers:azuredevops": (_pat("personalAccessToken", environment="AZDO_PERSONAL_ACCESS_TOKEN"),),
}

# The SDK spells some types serviceEndpointNpm:ServiceEndpointNpm, others serviceendpointJenkins and so on.
_SPELLING = re.compile(
    r"azuredevops:index/service_?endpoint(?P<kind>\w+):service_?endpoint(?P=kind)", re.IGNORECASE
)

# Rights on a connection, not a connection.
_PERMISSIONS = r"azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions"

CONNECTION_TYPES = re.compile(
    rf"(?!{_PERMISSIONS}\Z)azuredevops:.*service_?endpoint.*", re.IGNORECASE | re.DOTALL
)

_BY_KIND = {name.lower(): row for name, row in CONNECTIONS.items()}


def credentials(type_: str) -> tuple[Credential, ...] | None:
    """How a credential gets into a resource of this type; none for a type that nobody classified."""
    if spelling := _SPELLING.fullmatch(type_):
        return _BY_KIND.get(spelling["kind"].lower())
    return PROVIDERS.get(type_)
