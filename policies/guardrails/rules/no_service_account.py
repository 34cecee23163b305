"""No person's place in the organisation is given to a workload."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import entitlement, fixture, managed_identity
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.data.tokens import MEMBER, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts

_WORDS = "svc|srv|sa|service|bot|app|build|deploy|release|ci|cd|robot|automation|runner|agent|no-?reply"

# Of the part before the "@".
NAMES = (rf"({_WORDS})[-_.].*", rf".*[-_.]({_WORDS})")


def _check(resource: Resource, config: Config) -> Iterator[str]:
    principal, origin = resource.props.get("principalName"), resource.props.get("origin")
    if not isinstance(origin, Absent) and (text(origin) or "").casefold() != "aad":
        yield f'The member "{resource.name}" does not come from Entra (input origin).'
    if isinstance(principal, Absent):
        return
    name = text(principal)
    if name is None:
        yield f'Whether the member "{resource.name}" is a person cannot be told (input principalName).'
        return
    account = name.partition("@")[0]
    if any(re.fullmatch(pattern, account, re.I | re.S) for pattern in texts(config, "names")):
        yield f'The member "{resource.name}" has the name of a service account (input principalName).'


RULE = ResourceRule(
    id="no-service-account",
    title="No member of the organisation is a service account, or comes from outside Entra.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "A service account is a person whom nobody is: it has a password, can make personal access "
        "tokens, and stays when everybody who knew it has left."
    ),
    fix="Give the workload a managed identity or an application, and entitle that as a service principal.",
    references=(
        ado_scanner("ADO_Organization_AuthZ_Dont_Use_Svc_Accounts"),
        benchmark("IM-3"),
        owasp(2),
    ),
    settings={
        "names": Setting(
            NAMES,
            "Regular expressions for the part of the name before the @; they replace the list.",
            Shape.TEXTS,
        )
    },
    types=spellings([MEMBER]),
    check=_check,
    bad=(Example("A service account.", {"svc": fixture(MEMBER, principalName="svc-mailroom@contoso.com")}),),
    good=(
        Example("A person.", {"dev": fixture(MEMBER, principalName="dev.one@contoso.com")}),
        Example("A workload as a service principal.", {"bot": managed_identity(), "member": entitlement()}),
    ),
)
