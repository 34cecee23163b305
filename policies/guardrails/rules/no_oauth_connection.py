"""No service connection acts by the grant of a person."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import benchmark, owasp
from guardrails.engine.credentials import CONNECTION_TYPES, Kind, found
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

GITHUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"


def _check(resource: Resource, _: Config) -> Iterator[str]:
    for one, kind in found(resource).items():
        if kind is Kind.OAUTH:
            yield (
                f'The service connection "{resource.name}" acts as the person who granted it access '
                f"({one.in_sight(resource)})."
            )


RULE = ResourceRule(
    id="no-oauth-connection",
    title="No service connection acts by an OAuth grant of a person.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "The connection has every right of the person who clicked on Authorize, and stops on the day that "
        "this person leaves."
    ),
    fix="Install the GitHub app, make the connection through it in the portal, and import it.",
    references=(owasp(2), owasp(6), benchmark("IM-3")),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A GitHub connection by a person's grant.",
            {
                "mailroom": fixture(
                    GITHUB,
                    projectId="${support.id}",
                    serviceEndpointName="mailroom",
                    authOauth={"oauthConfigurationId": "${grant}"},
                )
            },
        ),
    ),
    good=(
        Example(
            "A GitHub connection through the GitHub app.",
            {
                "mailroom": fixture(
                    GITHUB, projectId="${support.id}", serviceEndpointName="mailroom", description=""
                )
            },
        ),
    ),
)
