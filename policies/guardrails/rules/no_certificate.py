"""No application and no service principal gets a certificate, unless it lives for a short time."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from guardrails.data.fixtures import application, fixture, github_trust
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.data.tokens import spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, number

CERTIFICATES = (
    "azuread:index/applicationCertificate:ApplicationCertificate",
    "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate",
)


def _check(resource: Resource, config: Config) -> Iterator[str]:
    longest = number(config, "max_days")
    lifetime = _lifetime(resource) if longest else None
    if lifetime is None or lifetime > timedelta(days=longest):
        allowed = f" that lives longer than {longest} days, or for an unknown time" if longest else ""
        yield f'"{resource.name}" is a certificate{allowed}.'


def _lifetime(resource: Resource) -> timedelta | None:
    """How long the certificate lives, where the inputs tell."""
    relative = re.fullmatch(r"(\d+)h", text(resource.props.get("endDateRelative")) or "")
    if relative:
        return timedelta(hours=int(relative[1]))
    start, end = (text(resource.props.get(name)) for name in ("startDate", "endDate"))
    try:
        return datetime.fromisoformat(end) - datetime.fromisoformat(start) if start and end else None
    except (TypeError, ValueError):
        return None


RULE = ResourceRule(
    id="no-certificate",
    title="No application and no service principal signs in by a certificate.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    secretless=True,
    in_program=True,
    threat=(
        "A certificate's private key is one more secret that can be copied, and that somebody has to renew."
    ),
    fix="Take the certificate out, and let the workload sign in by a federated credential.",
    references=(
        owasp(6),
        benchmark("IM-3"),
        ado_scanner("ADO_ServiceConnection_AuthN_Use_Cert_Auth_for_SPN"),
    ),
    settings={
        "max_days": Setting(0, "How long a certificate may live, in days; 0 allows none.", Shape.NUMBER)
    },
    types=spellings(CERTIFICATES),
    check=_check,
    bad=(
        Example(
            "An application with a certificate.",
            {
                "bot": application(),
                "key": fixture(CERTIFICATES[0], applicationId="${bot.id}", endDateRelative="8760h"),
            },
        ),
    ),
    good=(
        Example(
            "An application that a GitHub workflow signs in as, with no certificate.",
            {"bot": application(), "production": github_trust()},
        ),
        Example(
            "A certificate for a day, where the settings allow it.",
            {
                "bot": application(),
                "key": fixture(CERTIFICATES[0], applicationId="${bot.id}", endDateRelative="24h"),
            },
            settings="rules: {no-certificate: {max_days: 1}}",
        ),
    ),
)
