"""No application and no service principal gets a client secret."""

from collections.abc import Iterator

from guardrails.data.fixtures import application, fixture, github_trust
from guardrails.data.frameworks import benchmark, owasp
from guardrails.data.tokens import APPLICATIONS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

# The resource is the secret.
SECRETS = (
    "azuread:index/applicationPassword:ApplicationPassword",
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
    "azuread:index/synchronizationSecret:SynchronizationSecret",
)
_IS_SECRET = spellings(SECRETS)


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _IS_SECRET.fullmatch(resource.type):
        yield f'"{resource.name}" is a client secret.'
    elif resource.props.has("password"):
        yield f'The application "{resource.name}" gets a client secret (input password).'


RULE = ResourceRule(
    id="no-client-secret",
    title="No application and no service principal has a client secret.",
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    locked=True,
    secretless=True,
    in_program=True,
    threat=(
        "Whoever reads the secret, in a variable, a log or the state, is the application, from anywhere "
        "and for as long as the secret lives."
    ),
    fix="Take the secret out, and let the workload sign in by a federated credential or a managed identity.",
    references=(owasp(6), benchmark("IM-8")),
    types=spellings((*SECRETS, *APPLICATIONS)),
    check=_check,
    bad=(
        Example(
            "An application with a client secret.",
            {"bot": application(), "secret": fixture(SECRETS[0], applicationId="${bot.id}")},
        ),
        Example(
            "The same, in the application's own inputs.",
            {"bot": application(password={"displayName": "ci"})},
        ),
    ),
    good=(
        Example(
            "An application that a GitHub workflow signs in as, with no secret.",
            {"bot": application(), "production": github_trust()},
        ),
    ),
)
