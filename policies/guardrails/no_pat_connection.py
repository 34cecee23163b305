"""No service connection, and no provider, signs in with a personal access token."""

import re
from collections.abc import Iterator

from guardrails.credentials import CONNECTION_TYPES, PROVIDERS, Kind, credentials
from guardrails.finding import Level, Severity
from guardrails.resource import Resource
from guardrails.rule import Reference, ResourceRule


def _check(resource: Resource) -> Iterator[str]:
    found = [
        credential
        for credential in credentials(resource.type) or ()
        if credential.kind is Kind.PAT and credential.shows(resource.props)
    ]
    if found:
        noun = "provider" if resource.type in PROVIDERS else "service connection"
        certain = any(credential.unless is None for credential in found)
        verb = "signs in" if certain else "may sign in"
        inputs = " and ".join(
            credential.input for credential in found if resource.props.has(credential.input)
        )
        because = f"input {inputs}" if inputs else "its type has no other way"
        yield f'The {noun} "{resource.name}" {verb} with a personal access token ({because}).'


RULE = ResourceRule(
    id="no-pat-connection",
    title="No service connection or provider signs in with a personal access token.",
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    locked=True,
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
        Reference("CICD-SEC-6", "https://owasp.org/www-project-top-10-ci-cd-security-risks/"),
        Reference("ADO-SC-008", "https://github.com/cloudyspells/PSRule.Rules.AzureDevOps"),
    ),
    types=re.compile(
        "|".join([CONNECTION_TYPES.pattern, *map(re.escape, PROVIDERS)]), CONNECTION_TYPES.flags
    ),
    check=_check,
)
