"""No service connection is of a type that needs a secret, unless somebody answers for it."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark, owasp
from guardrails.engine.credential import SECRETS
from guardrails.engine.credentials import CONNECTION_TYPES, Kind, connection, found, without_secret
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if connection(resource.type) is None or without_secret(resource.type):
        return
    kinds = found(resource)
    secrets = {one: kind for one, kind in kinds.items() if kind in SECRETS - {Kind.PAT}}
    if secrets:
        what = " and ".join(dict.fromkeys(kind.phrase for kind in secrets.values()))
        why = " and ".join(one.in_sight(resource) for one in secrets)
        yield f'The service connection "{resource.name}" signs in with {what} ({why}).'
    elif Kind.PAT not in kinds.values():
        yield f'The service connection "{resource.name}" is of a type that can only sign in with a secret.'


RULE = ResourceRule(
    id="no-secret-only-connection",
    title="No service connection is of a type that needs a secret, unless it is exempt.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "The secret gives everybody who may use the connection the rights of whoever made it, and nobody "
        "notices when it is copied or forgotten."
    ),
    fix=(
        "Reach the service by Azure and workload identity federation, for example through a key vault, or "
        "ask for an exemption that names who answers for the secret and until when."
    ),
    references=(owasp(6), benchmark("IM-8")),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A connection to SonarQube with a token.",
            {
                "quality": fixture(
                    "azuredevops:index/serviceEndpointSonarQube:ServiceEndpointSonarQube",
                    projectId="${support.id}",
                    serviceEndpointName="quality",
                    url="https://quality.contoso.com",
                    **{"token": "${token}"},
                )
            },
        ),
    ),
    good=(
        Example(
            "A webhook that others call.",
            {
                "mail": fixture(
                    "azuredevops:index/serviceendpointIncomingwebhook:ServiceendpointIncomingwebhook",
                    projectId="${support.id}",
                    serviceEndpointName="mail",
                    webhookName="mail",
                    **{"secret": "${signature}"},
                )
            },
        ),
    ),
)
