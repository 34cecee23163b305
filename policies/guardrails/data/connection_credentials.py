"""How each type of service connection signs in, as data."""

from collections.abc import Mapping

from guardrails.engine.credential import Credential, Excuse, Kind, chosen, elsewhere, known_text, switched_on
from guardrails.engine.props import Absent, Props

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
    scheme = known_text(props, "authorizationScheme")
    if scheme == "none":
        return isinstance(props.get("authorizationParameters"), Absent)
    return scheme in TOKENLESS_SCHEMES


def _pat(
    input_: str,
    *,
    always: bool = False,
    unless: Excuse | None = None,
    otherwise: Kind = Kind.NONE,
    environment: str = "",
) -> Credential:
    return Credential(input_, Kind.PAT, always, unless, otherwise, environment)


def _password(input_: str = "password", environment: str = "") -> Credential:
    return Credential(input_, Kind.PASSWORD, environment=environment)


def _token(input_: str, environment: str = "") -> Credential:
    return Credential(input_, Kind.TOKEN, environment=environment)


def _key(input_: str, environment: str = "") -> Credential:
    return Credential(input_, Kind.KEY, environment=environment)


def _no_secret(*inputs: str) -> tuple[Credential, ...]:
    return tuple(Credential(one, Kind.NONE) for one in inputs)


# Left out, it is "ServicePrincipal": with no credentials beside it, Azure DevOps makes an app and its secret.
_SCHEME = Credential(
    "serviceEndpointAuthenticationScheme",
    Kind.CLIENT_SECRET,
    always=True,
    unless=chosen(
        "serviceEndpointAuthenticationScheme", "workloadidentityfederation", "managedserviceidentity"
    ),
    unseen="with no scheme chosen, Azure DevOps makes the secret itself",
    selects=True,
)

_TOKEN_OR_PASSWORD = (_token("authenticationToken"), _password("authenticationBasic"))

_GIT_HUB_APP = "the GitHub app"

CONNECTIONS: Mapping[str, tuple[Credential, ...]] = {
    "Argocd": _TOKEN_OR_PASSWORD,
    "Artifactory": _TOKEN_OR_PASSWORD,
    "Aws": (
        Credential(
            "useOidc",
            Kind.KEY,
            always=True,
            unless=switched_on("useOidc"),
            unseen="OIDC is not switched on",
            selects=True,
        ),
        Credential("accessKeyId", Kind.KEY, environment="AZDO_AWS_SERVICE_CONNECTION_ACCESS_KEY_ID"),
        _key("secretAccessKey", "AZDO_AWS_SERVICE_CONNECTION_SECRET_ACCESS_KEY"),
        _token("sessionToken", "AZDO_AWS_SERVICE_CONNECTION_SESSION_TOKEN"),
    ),
    "AzureDevOps": (_pat("personalAccessToken", always=True, environment="AZDO_DEVOPS_PAT"),),
    "AzureEcr": (_SCHEME, *_no_secret("credentials")),
    "AzureRM": (
        _SCHEME,
        Credential("credentials.serviceprincipalkey", Kind.CLIENT_SECRET),
        Credential("credentials.serviceprincipalcertificate", Kind.CERTIFICATE),
        *_no_secret("credentials"),
    ),
    "AzureServiceBus": (_key("connectionString"),),
    "BitBucket": (
        _token("apiToken", "AZDO_BITBUCKET_SERVICE_CONNECTION_API_TOKEN"),
        _password(environment="AZDO_BITBUCKET_SERVICE_CONNECTION_PASSWORD"),
    ),
    "BlackDuck": (_token("apiToken"),),
    "CheckmarxOne": (_token("apiKey"), Credential("clientSecret", Kind.CLIENT_SECRET)),
    "CheckmarxSast": (_password(),),
    "CheckmarxSca": (_password(),),
    "DockerRegistry": (_password("dockerPassword", "AZDO_DOCKERREGISTRY_SERVICE_CONNECTION_PASSWORD"),),
    "DynamicsLifecycleServices": (_password(),),
    "Externaltfs": (
        _pat("authPersonal.personalAccessToken", always=True, environment="AZDO_PERSONAL_ACCESS_TOKEN"),
    ),
    "GcpTerraform": (
        _key("privateKey", "AZDO_GCP_SERVICE_CONNECTION_PRIVATE_KEY"),
        *_no_secret("tokenUri"),
    ),
    "Generic": (
        _pat(
            "password",
            unless=elsewhere("serverUrl"),
            otherwise=Kind.PASSWORD,
            environment="AZDO_GENERIC_SERVICE_CONNECTION_PASSWORD",
        ),
    ),
    # Its documentation asks for a PAT, and a Git server that takes one cannot be told by its address.
    "GenericGit": (_pat("password", environment="AZDO_GENERIC_GIT_SERVICE_CONNECTION_PASSWORD"),),
    # The escape hatch: it can be made into any other type.
    "GenericV2": (
        Credential("authorizationScheme", Kind.PAT, always=True, unless=tokenless_scheme, selects=True),
        # What is in them depends on the scheme; the rule allowed-generic-connection looks closer.
        Credential("authorizationParameters", Kind.FEDERATED),
    ),
    # The block is enough: the plug-in fills its token from the environment.
    "GitHub": (_pat("authPersonal"), Credential("authOauth", Kind.OAUTH)),
    "GitHubEnterprise": (_pat("authPersonal"), Credential("authOauth", Kind.OAUTH)),
    "GitLab": (_pat("apiToken", always=True),),
    # It proves who calls, and signs nobody in; to leave it out is worse.
    "Incomingwebhook": _no_secret("secret"),
    "Jenkins": (_password(),),
    "JfrogArtifactoryV2": _TOKEN_OR_PASSWORD,
    "JfrogDistributionV2": _TOKEN_OR_PASSWORD,
    "JfrogPlatformV2": _TOKEN_OR_PASSWORD,
    "JfrogXrayV2": _TOKEN_OR_PASSWORD,
    "Kubernetes": (
        Credential(
            "authorizationType",
            Kind.TOKEN,
            always=True,
            unless=chosen("authorizationType", "azuresubscription"),
            selects=True,
        ),
        _key("kubeconfig"),
        _token("serviceAccount"),
    ),
    # A token or password for a feed of Azure Artifacts is a PAT.
    "Maven": (
        _pat("authenticationToken", unless=elsewhere("url"), otherwise=Kind.TOKEN),
        _pat("authenticationBasic", unless=elsewhere("url"), otherwise=Kind.PASSWORD),
    ),
    "Nexus": (_password(),),
    "Npm": (_pat("accessToken", unless=elsewhere("url"), otherwise=Kind.TOKEN),),
    "Nuget": (
        _pat("personalAccessToken"),
        _token("apiKey"),
        _pat("password", unless=elsewhere("feedUrl"), otherwise=Kind.PASSWORD),
    ),
    "Octopusdeploy": (_token("apiKey"),),
    "Openshift": (
        _password("authBasic"),
        _token("authToken"),
        _key("authNone.kubeConfig"),
        *_no_secret("certificateAuthorityFile"),
    ),
    "Pipeline": (
        _pat("authPersonal.personalAccessToken", always=True, environment="AZDO_PERSONAL_ACCESS_TOKEN"),
    ),
    "ServiceFabric": (
        Credential("certificate", Kind.CERTIFICATE),
        _password("azureActiveDirectory"),
    ),
    "Snyk": (_token("apiToken"),),
    "SonarCloud": (_token("token"),),
    "SonarQube": (_token("token"),),
    "Ssh": (_key("privateKey"), _password()),
    "Visualstudiomarketplace": (_pat("authenticationToken"), _password("authenticationBasic")),
}
"""Every service connection type of the installed provider, as its SDK names it after "ServiceEndpoint"."""

WITHOUT_SECRET: Mapping[str, str] = {
    "Aws": "OIDC: useOidc with roleToAssume",
    "AzureEcr": "workload identity federation",
    "AzureRM": "workload identity federation",
    "Generic": "no user name and no password",
    "GenericGit": "no user name and no password",
    "GenericV2": "workload identity federation",
    "GitHub": _GIT_HUB_APP,
    "GitHubEnterprise": _GIT_HUB_APP,
    "Incomingwebhook": "nothing: it is called, and calls nobody",
    "Kubernetes": "the authorization type AzureSubscription, or an Azure connection with kubelogin",
    "ServiceFabric": "Windows security with a group managed service account",
}
"""How a type signs in with no secret. The others cannot: each connection of theirs needs an exemption."""
