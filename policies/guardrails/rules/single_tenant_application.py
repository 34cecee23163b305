"""An application serves its own tenant, and hands out no tokens but to those who prove who they are."""

from collections.abc import Iterator

from guardrails.data.fixtures import application
from guardrails.data.frameworks import benchmark, microsoft
from guardrails.data.tokens import APPLICATIONS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

PUBLIC_CLIENT = "azuread:index/applicationFallbackPublicClient:ApplicationFallbackPublicClient"

_IS_PUBLIC_CLIENT = spellings([PUBLIC_CLIENT])

# The inputs that let anybody be a client, or send tokens through a browser.
FLOWS = (
    "fallbackPublicClientEnabled",
    "web.implicitGrant.accessTokenIssuanceEnabled",
    "web.implicitGrant.idTokenIssuanceEnabled",
    "implicitAccessTokenIssuanceEnabled",
    "implicitIdTokenIssuanceEnabled",
)


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _IS_PUBLIC_CLIENT.fullmatch(resource.type):
        if may_be(resource.props.get("enabled"), True, absent=False):
            yield f'"{resource.name}" makes an application a public client (input enabled).'
        return
    audience = resource.props.get("signInAudience")
    if not isinstance(audience, Absent) and text(audience) != "AzureADMyOrg":
        yield f'The application "{resource.name}" is open to other tenants (input signInAudience).'
    for flow in FLOWS:
        if may_be(resource.props.get(flow), True, absent=False):
            yield f'The application "{resource.name}" gives tokens to whoever asks (input {flow}).'


RULE = ResourceRule(
    id="single-tenant-application",
    title="Every application is for its own tenant, with no public client and no implicit flow.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "People and applications of other tenants can sign in, and a public or implicit flow gives tokens to "
        "whoever starts it. Service connections of Entra's issuer refuse such an application besides."
    ),
    fix="Leave signInAudience out or set it to AzureADMyOrg, and leave the public and implicit flows off.",
    references=(benchmark("IM-3"), microsoft("AADSTS70052", "entra/identity-platform/reference-error-codes")),
    types=spellings((*APPLICATIONS, PUBLIC_CLIENT)),
    check=_check,
    bad=(
        Example(
            "An application for every tenant.", {"bot": application(signInAudience="AzureADMultipleOrgs")}
        ),
        Example("A public client.", {"bot": application(fallbackPublicClientEnabled=True)}),
    ),
    good=(
        Example("An application for its own tenant.", {"bot": application(signInAudience="AzureADMyOrg")}),
    ),
)
