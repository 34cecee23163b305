"""No provider of Azure DevOps, Entra or Azure holds a client secret or a certificate."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark, owasp
from guardrails.engine.credential import SECRETS
from guardrails.engine.credentials import PROVIDERS, Kind, found, unclassified
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    for one, kind in found(resource).items():
        if kind in SECRETS - {Kind.PAT}:
            yield f'The provider "{resource.name}" signs in with {kind.phrase} (input {one.input}).'
    for name in sorted(unclassified(resource)):
        yield (
            f'The provider "{resource.name}" is given what sounds like a credential, in an input that is not '
            f"known here (input {name})."
        )


RULE = ResourceRule(
    id="secretless-provider",
    title="No provider signs in with a client secret or a certificate.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "The provider's identity may change everything that the stack manages; its secret lies in the state "
        "and in the settings, and whoever copies it has the same rights from anywhere."
    ),
    fix=(
        "Take the input out, and let the provider sign in by OIDC, a managed identity or the Azure command "
        "line."
    ),
    references=(owasp(6), benchmark("IM-3"), benchmark("IM-8")),
    types=re.compile("|".join(map(re.escape, PROVIDERS))),
    check=_check,
    bad=(
        Example(
            "A provider with a client secret.",
            {"entra": fixture("pulumi:providers:azuread", clientSecret="${secret}", clientId="${id}")},
        ),
        Example(
            "A provider with a certificate on disk.",
            {
                "azure": fixture(
                    "pulumi:providers:azure-native",
                    clientCertificatePath="deploy.pfx",
                    clientCertificatePassword="${secret}",
                )
            },
        ),
    ),
    good=(
        Example(
            "A provider that signs in by OIDC.",
            {"entra": fixture("pulumi:providers:azuread", useOidc=True, clientId="${id}")},
        ),
    ),
)
