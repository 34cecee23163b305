"""Which inputs of providers, and of resources that are no service connections, are credentials, as data."""

from collections.abc import Mapping

from guardrails.data.tokens import APPLICATION_TRUST, FLEXIBLE_TRUST, MANAGED_TRUST
from guardrails.engine.credential import Credential, Kind
from guardrails.engine.props import Known, Props, parts

SIGNING_CERTIFICATE = (
    "azuread:index/servicePrincipalTokenSigningCertificate:ServicePrincipalTokenSigningCertificate"
)


# Parts of the names of HTTP headers by which callers sign in.
SIGN_IN_HEADERS = ("auth", "token", "key", "cookie", "secret")


def plain_headers(props: Props) -> bool:
    """Excuses HTTP headers when their names are known, and nobody signs in by one of them."""
    headers = props.get("httpHeaders")
    if not isinstance(headers, Known) or not isinstance(headers.value, Mapping):
        return False
    return not any(word in name.lower() for name, _ in parts(headers) for word in SIGN_IN_HEADERS)


def _none(*inputs: str) -> tuple[Credential, ...]:
    return tuple(Credential(one, Kind.NONE) for one in inputs)


# What the providers have in common. What they take from the environment is the business of the rule
# no-credential-in-environment.
_SIGNS_IN = (
    Credential("clientSecret", Kind.CLIENT_SECRET),
    Credential("clientCertificatePath", Kind.CERTIFICATE),
    Credential("clientCertificatePassword", Kind.PASSWORD),
    Credential("oidcToken", Kind.FEDERATED),
    Credential("oidcTokenFilePath", Kind.FEDERATED),
    Credential("oidcRequestToken", Kind.FEDERATED),
)

PROVIDERS: Mapping[str, tuple[Credential, ...]] = {
    "pulumi:providers:azuredevops": (
        Credential("personalAccessToken", Kind.PAT),
        Credential("clientSecretPath", Kind.CLIENT_SECRET),
        Credential("clientCertificate", Kind.CERTIFICATE),
        *_SIGNS_IN,
    ),
    "pulumi:providers:azuread": (
        Credential("clientSecretFilePath", Kind.CLIENT_SECRET),
        Credential("clientCertificate", Kind.CERTIFICATE),
        *_SIGNS_IN,
    ),
    "pulumi:providers:azure-native": (*_SIGNS_IN, *_none("useDefaultAzureCredential")),
}

_CLIENT_SECRET = (Credential("", Kind.CLIENT_SECRET, always=True),)
_CERTIFICATE = (Credential("", Kind.CERTIFICATE, always=True),)
_FEDERATED = (Credential("", Kind.FEDERATED, always=True),)

RESOURCES: Mapping[str, tuple[Credential, ...]] = {
    MANAGED_TRUST: (*_FEDERATED, *_none("federatedIdentityCredentialResourceName")),
    "azuread:index/application:Application": (
        Credential("password", Kind.CLIENT_SECRET),
        *_none(
            "api.requestedAccessTokenVersion",
            "optionalClaims.accessTokens",
            "optionalClaims.idTokens",
            "optionalClaims.saml2Tokens",
            "web.implicitGrant.accessTokenIssuanceEnabled",
            "web.implicitGrant.idTokenIssuanceEnabled",
        ),
    ),
    "azuread:index/applicationCertificate:ApplicationCertificate": (*_CERTIFICATE, *_none("keyId")),
    APPLICATION_TRUST: _FEDERATED,
    FLEXIBLE_TRUST: _FEDERATED,
    "azuread:index/applicationOptionalClaims:ApplicationOptionalClaims": _none(
        "accessTokens", "idTokens", "saml2Tokens"
    ),
    "azuread:index/applicationPassword:ApplicationPassword": _CLIENT_SECRET,
    "azuread:index/applicationRegistration:ApplicationRegistration": _none(
        "implicitAccessTokenIssuanceEnabled", "implicitIdTokenIssuanceEnabled", "requestedAccessTokenVersion"
    ),
    "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate": (
        *_CERTIFICATE,
        *_none("keyId"),
    ),
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": _CLIENT_SECRET,
    SIGNING_CERTIFICATE: _CERTIFICATE,
    "azuread:index/synchronizationSecret:SynchronizationSecret": (
        *_CLIENT_SECRET,
        Credential("credentials", Kind.KEY),
    ),
    "azuread:index/user:User": (
        Credential("password", Kind.PASSWORD),
        *_none("disablePasswordExpiration", "disableStrongPassword", "forcePasswordChange"),
    ),
    "azuredevops:index/buildDefinition:BuildDefinition": (
        Credential("variables[].secretValue", Kind.PASSWORD),
        *_none("variables[].isSecret", "pullRequestTrigger.forks.shareSecrets"),
    ),
    "azuredevops:index/git:Git": (Credential("initialization.password", Kind.PASSWORD),),
    "azuredevops:index/projectPipelineSettings:ProjectPipelineSettings": _none(
        "enforceReferencedRepoScopedToken"
    ),
    "azuredevops:index/repositoryPolicyCheckCredentials:RepositoryPolicyCheckCredentials": (),
    # The token of a security namespace names what the permissions are about.
    "azuredevops:index/securityPermissions:SecurityPermissions": _none("token"),
    "azuredevops:index/servicehookStorageQueuePipelines:ServicehookStorageQueuePipelines": (
        Credential("accountKey", Kind.KEY),
    ),
    "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs": (
        Credential("basicAuthPassword", Kind.PASSWORD),
        Credential("httpHeaders", Kind.TOKEN, unless=plain_headers),
    ),
    "azuredevops:index/variableGroup:VariableGroup": (
        Credential("variables[].secretValue", Kind.PASSWORD),
        *_none("variables[].isSecret", "keyVault"),
    ),
    "azuredevops:index/variableGroupVariable:VariableGroupVariable": (
        Credential("secretValue", Kind.PASSWORD),
    ),
}
"""By type token; of azure-native, without the version."""
