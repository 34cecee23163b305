"""A service connection that can sign in with no secret does."""

from collections.abc import Iterator

from guardrails.data.fixtures import connection, fixture, managed_identity
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.data.tokens import AZURE_CONNECTION, REGISTRY_CONNECTION
from guardrails.engine.credential import SECRETS
from guardrails.engine.credentials import CONNECTION_TYPES, Kind, found, without_secret
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import Reference, ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    way = without_secret(resource.type)
    secrets = {one: kind for one, kind in found(resource).items() if kind in SECRETS - {Kind.PAT}}
    # What is seen says more than what is concluded.
    seen = {one: kind for one, kind in secrets.items() if not one.selects} or secrets
    if way and seen:
        kinds = " and ".join(dict.fromkeys(kind.phrase for kind in seen.values()))
        why = " and ".join(dict.fromkeys(one.in_sight(resource) or one.unseen for one in seen))
        yield (
            f'The service connection "{resource.name}" signs in with {kinds} ({why}), '
            f"though its type can do without: {way}."
        )


RULE = ResourceRule(
    id="secretless-connection",
    title="A service connection whose type can sign in with no secret does so.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "Whoever may edit a pipeline that uses the connection can print its secret, and use it from anywhere "
        "until somebody thinks of replacing it."
    ),
    fix=(
        "Choose the way that needs no secret. For Azure, write serviceEndpointAuthenticationScheme: "
        "WorkloadIdentityFederation; left out, Azure DevOps makes an application with a client secret."
    ),
    references=(
        owasp(6),
        benchmark("IM-3"),
        benchmark("IM-8"),
        Reference("ADO-SC-005", "https://github.com/cloudyspells/PSRule.Rules.AzureDevOps"),
        ado_scanner("ADO_ServiceConnection_AuthN_Use_Cert_Auth_for_SPN"),
    ),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A connection to Azure with nothing chosen, for which Azure DevOps makes a client secret.",
            {"azure": fixture(AZURE_CONNECTION, projectId="${support.id}", serviceEndpointName="azure")},
        ),
        Example(
            "A connection to Azure with a client secret.",
            {
                "azure": connection(
                    serviceEndpointAuthenticationScheme="ServicePrincipal",
                    credentials={"serviceprincipalid": "${bot.clientId}", "serviceprincipalkey": "${secret}"},
                )
            },
        ),
        Example(
            "A connection to AWS with an access key.",
            {
                "aws": fixture(
                    "azuredevops:index/serviceEndpointAws:ServiceEndpointAws",
                    projectId="${support.id}",
                    serviceEndpointName="aws",
                    accessKeyId="${key}",
                    secretAccessKey="${secret}",
                )
            },
        ),
    ),
    good=(
        Example(
            "A connection to Azure by workload identity federation.",
            {"bot": managed_identity(), "azure": connection()},
        ),
        Example(
            "A connection to a container registry by workload identity federation.",
            {
                "bot": managed_identity(),
                "registry": fixture(
                    REGISTRY_CONNECTION,
                    projectId="${support.id}",
                    serviceEndpointName="registry",
                    serviceEndpointAuthenticationScheme="WorkloadIdentityFederation",
                    credentials={"serviceprincipalid": "${bot.clientId}"},
                ),
            },
        ),
        Example(
            "A connection to AWS by OIDC.",
            {
                "aws": fixture(
                    "azuredevops:index/serviceEndpointAws:ServiceEndpointAws",
                    projectId="${support.id}",
                    serviceEndpointName="aws",
                    useOidc=True,
                    roleToAssume="arn:aws:iam::123456789012:role/mailroom",
                )
            },
        ),
    ),
)
