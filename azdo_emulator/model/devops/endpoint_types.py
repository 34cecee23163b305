"""Types of service connections: how each may sign in, and which of its fields are secrets.

The call stands on https://dev.azure.com/{organization}/_apis/serviceendpoint/types. Types, schemes and
fields are those of the 42 connections that the official plug-in knows; two of them share the type of another,
and the generic one of the second version has none of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

SCHEMES = {
    "Certificate": "Certificate Based",
    "InstallationToken": "Installation Token",
    "JWT": "JSON Web Token (JWT)",
    "Kubernetes": "Kubernetes",
    "ManagedServiceIdentity": "Managed Identity Authentication",
    "None": "No Authentication",
    "OAuth": "OAuth",
    "OAuth2": "OAuth2",
    "PersonalAccessToken": "Personal Access Token",
    "ServicePrincipal": "Service Principal Authentication",
    "Token": "Token Based Authentication",
    "UsernamePassword": "Basic Authentication",
    "WorkloadIdentityFederation": "Workload Identity Federation",
}
"""Ways to sign in, and how the portal calls each."""

Fields = tuple["Field", ...]


@dataclass(frozen=True)
class Field:
    """One thing that a connection asks for."""

    id: str
    is_confidential: bool
    is_required: bool


@dataclass(frozen=True)
class EndpointType:
    """A type of service connections: schemes with their parameters, and data beside them.

    url: the only one that it leads to, if there is only one.
    """

    name: str
    display_name: str
    schemes: Mapping[str, Fields]
    data: Fields
    url: str | None

    def scheme(self, name: str) -> Fields | None:
        """The parameters of a scheme, in whatever case."""
        return next((fields for known, fields in self.schemes.items() if known.lower() == name.lower()), None)


def get_service_endpoint_types(type: str = "", scheme: str = "") -> list[EndpointType]:
    """GET _apis/serviceendpoint/types?type=&scheme=, all of them without a word."""
    return [
        known
        for known in ENDPOINT_TYPES
        if (not type or known.name.lower() == type.lower())
        and (not scheme or known.scheme(scheme) is not None)
    ]


def _fields(words: str) -> Fields:
    """Fields in short: `!` after one that is confidential, `?` after one that may be left out."""
    found = re.findall(r"([\w.]+)(!?)(\??)", words)
    return tuple(Field(id, bool(confidential), not optional) for id, confidential, optional in found)


def _type(
    name: str, display_name: str, schemes: Mapping[str, str], data: str = "", url: str | None = None
) -> EndpointType:
    return EndpointType(
        name, display_name, {known: _fields(words) for known, words in schemes.items()}, _fields(data), url
    )


NONE = {"None": ""}
TOKEN = {"Token": "apitoken!"}
BASIC = {"UsernamePassword": "username password!"}

FEDERATED = "".join(f" workloadIdentityFederation{name}?" for name in ("Issuer", "Subject", "IssuerType"))
PRINCIPAL = " authenticationType? serviceprincipalkey!? servicePrincipalCertificate!?"
SUBSCRIPTION = "tenantid serviceprincipalid? scope? accesstokenfetchingmethod?"
REGISTRY = "tenantId loginServer serviceprincipalid? role? scope?"

ENDPOINT_TYPES = (
    _type("argocd", "Argo CD", TOKEN | BASIC),
    _type("artifactoryService", "Artifactory", TOKEN | BASIC),
    _type(
        "aws",
        "AWS",
        {
            "UsernamePassword": "username? password!? sessionToken!? assumeRoleArn? roleSessionName?"
            " externalId? useOIDC?"
        },
        url="https://aws.amazon.com/",
    ),
    _type("azdoapi", "Azure Repos/Team Foundation Server", TOKEN, data="releaseUrl?"),
    _type(
        "azurerm",
        "Azure Resource Manager",
        {
            "WorkloadIdentityFederation": SUBSCRIPTION + FEDERATED,
            "ManagedServiceIdentity": SUBSCRIPTION,
            "ServicePrincipal": SUBSCRIPTION + PRINCIPAL,
        },
        data="environment? scopeLevel? creationMode? subscriptionId? subscriptionName? managementGroupId?"
        " managementGroupName? mlWorkspaceName? mlWorkspaceLocation? resourceGroupName? identityType?"
        " appObjectId? spnObjectId? azureSpnPermissions? azureSpnRoleAssignmentId? resourceId? is1pApp?",
    ),
    _type(
        "AzureServiceBus", "Azure Service Bus", {"None": "serviceBusConnectionString!"}, "serviceBusQueueName"
    ),
    _type(
        "bitbucket",
        "Bitbucket Cloud",
        BASIC | {"Token": "apitoken! email?"},
        url="https://api.bitbucket.org/",
    ),
    _type("blackducksca", "Black Duck SCA", TOKEN),
    _type("Checkmarx-Endpoint", "Checkmarx SAST", {"UsernamePassword": "username password! preset? teams?"}),
    _type(
        "CheckmarxASTService", "Checkmarx One", TOKEN | {"UsernamePassword": "username password! authURL?"}
    ),
    _type(
        "dockerregistry",
        "Docker Registry",
        {
            "UsernamePassword": "registry username? password!? email?",
            "WorkloadIdentityFederation": REGISTRY + FEDERATED,
            "ManagedServiceIdentity": REGISTRY,
            "ServicePrincipal": REGISTRY + PRINCIPAL,
        },
        data="registrytype? registryId? subscriptionId? subscriptionName? creationMode? appObjectId?"
        " spnObjectId? azureSpnPermissions? azureSpnRoleAssignmentId?",
    ),
    _type("externalmavenrepository", "Maven", TOKEN | BASIC, data="RepositoryId?"),
    _type("externalnpmregistry", "npm", TOKEN | BASIC),
    _type("externalnugetfeed", "NuGet", TOKEN | BASIC | {"None": "nugetkey!?"}),
    _type("externaltfs", "Azure Repos/Team Foundation Server", TOKEN | BASIC),
    _type("generic", "Generic", {"UsernamePassword": "username? password!?"}),
    _type("git", "Other Git", {"UsernamePassword": "username? password!?"}, data="accessExternalGitServer?"),
    _type(
        "github",
        "GitHub",
        {
            "InstallationToken": "IdToken!? IdSignature!?",
            "OAuth": "ConfigurationId AccessToken!?",
            "PersonalAccessToken": "accessToken!",
            "Token": "AccessToken!",
        },
        data="AvatarUrl? pipelinesSourceProvider?",
        url="https://github.com",
    ),
    _type(
        "githubenterprise",
        "GitHub Enterprise Server",
        {
            "InstallationToken": "IdToken!? IdSignature!?",
            "OAuth2": "ConfigurationId AccessToken!?",
            "Token": "apitoken!",
        },
    ),
    _type("gitlab", "GitLab", TOKEN, data="username?"),
    _type(
        "GoogleCloudServiceEndpoint",
        "GCP for Terraform",
        {"JWT": "Issuer Audience Scope? PrivateKey!"},
        data="project",
        url="https://www.googleapis.com/",
    ),
    _type("incomingwebhook", "Incoming WebHook", {"None": "webhookname secret!? header?"}),
    _type("Jenkins", "Jenkins", BASIC, data="AcceptUntrustedCerts?"),
    _type("jfrogArtifactoryService", "JFrog Artifactory V2", TOKEN | BASIC),
    _type("jfrogDistributionService", "JFrog Distribution V2", TOKEN | BASIC),
    _type("jfrogPlatformService", "JFrog Platform V2", TOKEN | BASIC),
    _type("jfrogXrayService", "JFrog Xray V2", TOKEN | BASIC),
    _type(
        "kubernetes",
        "Kubernetes",
        {
            "Kubernetes": "azureEnvironment? azureTenantId? clusterContext? kubeconfig!?",
            "Token": "apiToken! serviceAccountCertificate?",
        },
        data="authorizationType? acceptUntrustedCerts? azureSubscriptionId? azureSubscriptionName? clusterId?"
        " clusterAdmin? namespace?",
    ),
    _type(
        "lcsserviceendpoint",
        "Dynamics Lifecycle Services",
        {"UsernamePassword": "clientid username password!"},
        data="apiurl",
    ),
    _type("NexusIqServiceConnection", "Nexus IQ", BASIC),
    _type("OctopusEndpoint", "Octopus Deploy", TOKEN, data="ignoreSslErrors?"),
    _type(
        "openshift",
        "OpenShift",
        {
            "UsernamePassword": "username password! acceptUntrustedCerts? certificateAuthorityFile?",
            "Token": "apitoken! acceptUntrustedCerts? certificateAuthorityFile?",
            "None": "kubeConfig!",
        },
    ),
    _type(
        "SCA-Endpoint",
        "Checkmarx SCA",
        BASIC,
        data="dependencyAccessControlURL dependencyTenant dependencyWebAppURL teams?",
    ),
    _type(
        "servicefabric",
        "Service Fabric",
        {
            "Certificate": "certLookup servercertthumbprint? servercertcommonname? certificate!"
            " certificatepassword!?",
            "UsernamePassword": "certLookup servercertthumbprint? servercertcommonname? username password!",
            "None": "Unsecured? ClusterSpn?",
        },
    ),
    _type("SnykAuth", "Snyk", TOKEN),
    _type("sonarcloud", "SonarQube Cloud", TOKEN, url="https://sonarcloud.io"),
    # The user name is where the token goes.
    _type("sonarqube", "SonarQube Server", {"UsernamePassword": "username! password!?"}),
    _type("ssh", "SSH", {"UsernamePassword": "username password!?"}, data="Host Port? PrivateKey!?"),
    _type("TFSMarketplacePublishing", "Visual Studio Marketplace", TOKEN | BASIC),
)
