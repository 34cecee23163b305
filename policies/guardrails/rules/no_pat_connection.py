"""No service connection, and no provider, signs in with a personal access token."""

import re
from collections.abc import Iterator

from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.engine.credentials import CONNECTION_TYPES, PROVIDERS, Kind, found
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import Reference, ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    tokens = [one for one, kind in found(resource).items() if kind is Kind.PAT]
    if tokens:
        noun = "provider" if resource.type in PROVIDERS else "service connection"
        verb = "signs in" if any(one.unless is None for one in tokens) else "may sign in"
        seen = " and ".join(sight for one in tokens if (sight := one.in_sight(resource)))
        yield (
            f'The {noun} "{resource.name}" {verb} with a personal access token ({seen or tokens[0].unseen}).'
        )


RULE = ResourceRule(
    id="no-pat-connection",
    title="No service connection or provider signs in with a personal access token.",
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "A personal access token acts as the person who made it, wherever it is copied to, for as long as it "
        "lives; whoever may use the connection may use the token."
    ),
    fix=(
        "Take the token out. Azure and container registries sign in by workload identity federation, GitHub "
        "by its app; a provider by OIDC, a managed identity or the Azure CLI."
    ),
    references=(
        owasp(6),
        benchmark("IM-8"),
        Reference("ADO-SC-008", "https://github.com/cloudyspells/PSRule.Rules.AzureDevOps"),
        ado_scanner("ADO_User_AuthZ_Dont_Grant_Critical_Permissions_To_PAT"),
    ),
    bad=(
        Example(
            "A GitHub connection with somebody's token.",
            {
                "mailroom": {
                    "type": "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub",
                    "properties": {
                        "projectId": "${support.id}",
                        "serviceEndpointName": "mailroom",
                        "authPersonal": {"personalAccessToken": "${token}"},
                    },
                }
            },
        ),
        Example(
            "A provider with a token in its inputs.",
            {
                "contoso": {
                    "type": "pulumi:providers:azuredevops",
                    "properties": {
                        "orgServiceUrl": "https://dev.azure.com/contoso",
                        "personalAccessToken": "${token}",
                    },
                }
            },
        ),
    ),
    good=(
        Example(
            "A GitHub connection through the GitHub app, made in the portal and imported.",
            {
                "mailroom": {
                    "type": "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub",
                    "properties": {
                        "projectId": "${support.id}",
                        "serviceEndpointName": "mailroom",
                        "description": "",
                    },
                }
            },
        ),
        Example(
            "A provider that signs in as the pipeline's identity.",
            {
                "contoso": {
                    "type": "pulumi:providers:azuredevops",
                    "properties": {"orgServiceUrl": "https://dev.azure.com/contoso", "useOidc": True},
                }
            },
        ),
    ),
    types=re.compile(
        "|".join([CONNECTION_TYPES.pattern, *map(re.escape, PROVIDERS)]), CONNECTION_TYPES.flags
    ),
    check=_check,
)
