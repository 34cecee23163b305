"""No service connection is of a type that nobody has looked at for credentials."""

from collections.abc import Iterator

from guardrails.credentials import CONNECTION_TYPES, credentials
from guardrails.finding import Level, Severity
from guardrails.resource import Resource
from guardrails.rule import Reference, ResourceRule


def _check(resource: Resource) -> Iterator[str]:
    if credentials(resource.type) is None:
        yield (
            f'The service connection "{resource.name}" is of type {resource.type}, '
            "and how that type signs in is not known here."
        )


RULE = ResourceRule(
    id="known-connection-type",
    title="Every service connection is of a type whose credentials are known.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    locked=True,
    in_program=True,
    threat="A newer provider can bring connection types that take a token in an input that no rule looks at.",
    fix="Use a type that is listed in policies/guardrails/credentials.py, or classify this one there.",
    references=(Reference("CICD-SEC-8", "https://owasp.org/www-project-top-10-ci-cd-security-risks/"),),
    types=CONNECTION_TYPES,
    check=_check,
)
