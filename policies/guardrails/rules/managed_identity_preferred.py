"""A service connection to Azure signs in as a managed identity, unless it takes an application."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import application, connection, managed_identity
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import APPLICATIONS, AZURE_CONNECTION, REGISTRY_CONNECTION, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config

# What only an application has.
INPUTS = (
    "api",
    "appRoles",
    "identifierUris",
    "optionalClaims",
    "publicClient",
    "requiredResourceAccesses",
    "singlePageApplication",
    "templateId",
    "web",
)
PARTS = (
    "azuread:index/applicationApiAccess:ApplicationApiAccess",
    "azuread:index/applicationAppRole:ApplicationAppRole",
    "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri",
    "azuread:index/applicationKnownClients:ApplicationKnownClients",
    "azuread:index/applicationOptionalClaims:ApplicationOptionalClaims",
    "azuread:index/applicationPermissionScope:ApplicationPermissionScope",
    "azuread:index/applicationPreAuthorized:ApplicationPreAuthorized",
    "azuread:index/applicationRedirectUris:ApplicationRedirectUris",
)
_APPLICATION = spellings(APPLICATIONS)
_PARTS = spellings(PARTS)
_CONNECTIONS = spellings((AZURE_CONNECTION, REGISTRY_CONNECTION))


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    applications = {one.urn: one for one in graph.of(_APPLICATION)}
    extended = {urn for one in graph.of(_PARTS) for urn in graph.identities(one, "applicationId")}
    for one in graph.of(_CONNECTIONS):
        for urn in sorted(graph.identity_of(one) & applications.keys() - extended):
            if not any(applications[urn].props.has(name) for name in INPUTS):
                yield (
                    one,
                    f'The service connection "{one.name}" signs in as the application '
                    f'"{applications[urn].name}", where a managed identity would do.',
                )


RULE = StackRule(
    id="managed-identity-preferred",
    title="Service connections to Azure sign in as managed identities, where these will do.",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    threat=(
        "An application can be given a secret at any time by its owners; a managed identity cannot, and "
        "takes no rights in Entra to deploy."
    ),
    fix="Declare a managed identity and give the connection its client id.",
    references=(benchmark("IM-3"),),
    check=_check,
    bad=(
        Example(
            "A connection that signs in as an application.",
            {"bot": application(), "azure": connection()},
        ),
    ),
    good=(
        Example(
            "A connection that signs in as a managed identity.",
            {"bot": managed_identity(), "azure": connection()},
        ),
    ),
)
