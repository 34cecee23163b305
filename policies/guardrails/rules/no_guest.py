"""No guest of the tenant gets a place in the organisation."""

from collections.abc import Iterator
from urllib.parse import unquote

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, benchmark
from guardrails.data.tokens import MEMBER, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    principal = resource.props.get("principalName")
    name = text(principal)
    if name is not None and "#ext#" in unquote(name).casefold():
        yield f'The member "{resource.name}" is a guest (input principalName).'
    elif name is None and not isinstance(principal, Absent):
        yield f'Whether the member "{resource.name}" is a guest cannot be told (input principalName).'


RULE = ResourceRule(
    id="no-guest",
    title="No guest of the tenant is a member of the organisation.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat="A guest's account is kept by somebody else: nobody here sees it end, or be taken over.",
    fix="Give the person an account of your own, or exempt the guest for as long as the work takes.",
    references=(ado_scanner("ADO_Organization_AuthN_Disable_Guest_Users"), benchmark("PA-4")),
    types=spellings([MEMBER]),
    check=_check,
    bad=(
        Example(
            "A guest.",
            {"guest": fixture(MEMBER, principalName="ann_fabrikam.com#EXT#@contoso.onmicrosoft.com")},
        ),
    ),
    good=(Example("A person of the tenant.", {"dev": fixture(MEMBER, principalName="dev.one@contoso.com")}),),
)
