"""What a personal access token is for, as far as its scopes and its name tell."""

import re
from dataclasses import dataclass

from patless.findings.finding import Confidence, Use
from patless.snapshot.records import AccessToken

MAKE_AGAIN = "make it again for this organisation alone, with the fewest scopes and 30 days"

GIT_CREDENTIAL_MANAGER = Use(
    "git-credential-manager",
    "Git Credential Manager, which makes one for each machine",
    "git config --global credential.azreposCredentialType oauth",
    "nothing: git asks to sign in again",
    noise=True,
)
FEED_PROVIDER = Use(
    "feed-provider",
    "credential provider of Azure Artifacts, which makes one at a sign-in",
    "in jobs a managed identity: ARTIFACTS_CREDENTIALPROVIDER_FEED_ENDPOINTS with clientId",
    "nothing: the provider asks to sign in again",
    noise=True,
)
MARKETPLACE = Use(
    "marketplace",
    "publishing to the Visual Studio Marketplace",
    "vsce publish --azure-credential, signed in as an identity that is a member of the publisher",
    "publish with --azure-credential today: publishing asked for a global token",
)
AGENT = Use(
    "agent",
    "registering agents",
    "a managed identity with the role Administrator on the pool: config.sh --auth PAT --token ENTRA_TOKEN",
    f"{MAKE_AGAIN}, for new agents only: agents that are registered go on",
)
PACKAGES = Use(
    "packages",
    "package feeds",
    "in pipelines NuGetAuthenticate@1 and its like, elsewhere an Entra token as the password",
    MAKE_AGAIN,
)
GIT = Use(
    "git",
    "git",
    "Git Credential Manager with oauth, a managed identity or federation (2.8.0 and later)",
    MAKE_AGAIN,
)
SCRIPT = Use(
    "script",
    "a script or a program",
    "a workload identity; in pipelines AzureCLI@3 with connectionType: azureDevOps",
    MAKE_AGAIN,
)

NONE_KNOWN = "no sign-in without a token is known: keep one for this organisation alone, of 30 days"


@dataclass(frozen=True)
class Program:
    """A program that people name their tokens after."""

    word: str
    name: str
    instead: str


PROGRAMS = (
    Program("terraform", "Terraform", "use_oidc, use_msi or use_cli of the provider"),
    Program("pulumi", "Pulumi", "useOidc, useMsi or useCli of the provider"),
    Program("renovate", "Renovate", "RENOVATE_TOKEN with an Entra token of the job's identity"),
    Program("backstage", "Backstage", "integrations.azure[].credentials with managedIdentityClientId"),
    Program("flux", "Flux", "GitRepository with provider: azure (2.5.0 and later)"),
    Program("argo", "Argo CD", "useAzureWorkloadIdentity in the repository's secret"),
    Program("keda", "KEDA", "podIdentity with provider: azure-workload (2.13 and later)"),
    Program("power ?bi", "Power BI", "the OData feed with an organisational account"),
    Program("data ?factory|adf|synapse", "Data Factory", "the factory's managed identity (MSI)"),
    Program("logic ?app", "Logic Apps", "an HTTP action with the managed identity"),
    Program("sonar", "SonarQube", NONE_KNOWN),
    Program("snyk", "Snyk", NONE_KNOWN),
    Program("mend", "Mend", NONE_KNOWN),
    Program("dependabot", "Dependabot", NONE_KNOWN),
    Program("ocean|port\\.io", "Port", NONE_KNOWN),
)

GIT_CREDENTIAL_MANAGER_NAME = re.compile(r"Git: https?://\S+ on .+")
FEED_PROVIDER_NAME = "Azure DevOps Artifacts Credential Provider"
NAMES = (
    (MARKETPLACE, re.compile(r"vsce|marketplace|gallery", re.IGNORECASE)),
    (
        AGENT,
        re.compile(r"(?<![a-z])(agents?|runners?|build[-_ ]?(server|machine|agent)s?|vmss)(?![a-z])", re.I),
    ),
    (PACKAGES, re.compile(r"nuget|npm|pypi|maven|artifacts|packages?|feeds?(?![a-z])", re.IGNORECASE)),
)


def use_of(token: AccessToken) -> tuple[Use, Confidence]:
    """What a token is for. Only a tool's own form of a name, with no more than its scopes, makes it noise."""
    name, scopes = token.display_name or "", token.scopes
    if GIT_CREDENTIAL_MANAGER_NAME.fullmatch(name) and _within(scopes, "vso.code", "vso.packaging"):
        return GIT_CREDENTIAL_MANAGER, Confidence.LIKELY
    if name == FEED_PROVIDER_NAME and _within(scopes, "vso.packaging", "vso.drop"):
        return FEED_PROVIDER, Confidence.LIKELY
    for use, prefix in ((MARKETPLACE, "vso.gallery"), (AGENT, "vso.agentpools")):
        if any(scope.startswith(prefix) for scope in scopes):
            return use, Confidence.CERTAIN
    for program in PROGRAMS:
        if re.search(rf"(?<![a-z])({program.word})", name, re.IGNORECASE):
            return Use(
                f"program-{program.name}".lower().replace(" ", "-"), program.name, program.instead, MAKE_AGAIN
            ), Confidence.LIKELY
    for use, pattern in NAMES:
        if pattern.search(name):
            return use, Confidence.LIKELY
    if _within(scopes, "vso.packaging"):
        return PACKAGES, Confidence.CERTAIN
    if _within(scopes, "vso.code"):
        return GIT, Confidence.LIKELY
    return SCRIPT, Confidence.GUESS


def _within(scopes: frozenset[str], *prefixes: str) -> bool:
    return bool(scopes) and all(scope.startswith(prefixes) for scope in scopes)
