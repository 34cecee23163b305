"""No service connection is of a type, or has an input, that nobody has looked at for credentials."""

from collections.abc import Iterator

from guardrails.data.fixtures import connection, fixture, managed_identity
from guardrails.data.frameworks import owasp
from guardrails.engine.credentials import CONNECTION_TYPES, credentials, unclassified
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if credentials(resource.type) is None:
        yield (
            f'The service connection "{resource.name}" is of type {resource.type}, '
            "and how that type signs in is not known here."
        )
    for name in sorted(unclassified(resource)):
        yield (
            f'The service connection "{resource.name}" is given what sounds like a credential, in an input '
            f"that is not known here (input {name})."
        )


RULE = ResourceRule(
    id="known-connection-type",
    title="Every service connection is of a type whose credentials are known, and has no others.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat="A newer provider can bring connection types that take a token in an input that no rule looks at.",
    fix=(
        "Use a type that is listed in policies/guardrails/data/connection_credentials.py, or classify this "
        "one there."
    ),
    references=(owasp(8),),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A connection of a type that came with a newer provider.",
            {
                "new": fixture(
                    "azuredevops:index/serviceendpointBrandNew:ServiceendpointBrandNew",
                    projectId="${support.id}",
                    serviceEndpointName="new",
                    entrance="${token}",
                )
            },
        ),
        Example(
            "A connection with a token in an input that came with a newer provider.",
            {
                "app": fixture(
                    "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub",
                    projectId="${support.id}",
                    serviceEndpointName="app",
                    authFineGrained={"accessToken": "${token}"},
                )
            },
        ),
    ),
    good=(
        Example(
            "A connection of a type that is classified.", {"bot": managed_identity(), "azure": connection()}
        ),
    ),
)
