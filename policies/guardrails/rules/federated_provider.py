"""In a pipeline, a provider says how it signs in with no secret."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark, owasp
from guardrails.engine.credential import switched_on
from guardrails.engine.credentials import PROVIDERS
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

# What a pipeline's agent sets.
PIPELINE = frozenset({"CI", "TF_BUILD", "GITHUB_ACTIONS"})
# Set where the cloud is a model on this machine, to which nobody signs in.
SANDBOX = "PATLESS_SANDBOX"
WAYS = {"useOidc": "ARM_USE_OIDC", "useMsi": "ARM_USE_MSI"}


def _check(resource: Resource, _: Config) -> Iterator[str]:
    chosen = any(
        switched_on(way)(resource.props) or variable in resource.environment for way, variable in WAYS.items()
    )
    if resource.environment & PIPELINE and SANDBOX not in resource.environment and not chosen:
        yield (
            f'The provider "{resource.name}" chooses neither OIDC nor a managed identity in a pipeline, '
            "so it signs in by whatever the agent happens to have."
        )


RULE = ResourceRule(
    id="federated-provider",
    title="In a pipeline, every provider signs in by OIDC or a managed identity.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "An agent that somebody once signed in on lends that person's rights to every pipeline that it runs."
    ),
    fix="Set useOidc or useMsi in the provider's inputs, or ARM_USE_OIDC or ARM_USE_MSI in the pipeline.",
    references=(owasp(6), benchmark("IM-3")),
    types=re.compile("|".join(map(re.escape, PROVIDERS))),
    check=_check,
    bad=(
        Example(
            "A provider in a pipeline, with nothing chosen.",
            {"entra": fixture("pulumi:providers:azuread")},
            environment=frozenset({"TF_BUILD"}),
        ),
    ),
    good=(
        Example(
            "A provider in a pipeline that signs in by OIDC.",
            {"entra": fixture("pulumi:providers:azuread", useOidc=True)},
            environment=frozenset({"TF_BUILD"}),
        ),
        Example("A provider at a desk.", {"entra": fixture("pulumi:providers:azuread")}),
    ),
)
