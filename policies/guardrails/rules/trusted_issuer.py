"""Every federated credential trusts an issuer that is known to be sound."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import (
    GITHUB,
    application,
    connection,
    connection_trust,
    github_trust,
    managed_identity,
)
from guardrails.data.frameworks import benchmark
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.reading import pending, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts
from guardrails.engine.trust import trust

_GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# The whole issuer, as it stands in the token: Entra compares every letter, and the slash at the end.
ISSUERS = (
    rf"https://login\.microsoftonline\.(com|us)/{_GUID}/v2\.0",
    rf"https://login\.partner\.microsoftonline\.cn/{_GUID}/v2\.0",
    # Azure DevOps' own; `retiring-issuer` and `retired-issuer` are about it.
    rf"https://(vstoken\.dev\.azure\.com|app\.vstoken\.visualstudio\.com)/{_GUID}",
    re.escape(GITHUB),
    rf"https://[a-z0-9]+\.oic\.prod-aks\.azure\.com/{_GUID}/{_GUID}/",
)


def _check(resource: Resource, config: Config) -> Iterator[str]:
    issuer = trust(resource).issuer
    # One that is not known yet passes here, because `traced-unknowns` asks where it comes from.
    if pending(issuer):
        return
    found = text(issuer)
    if found is None:
        yield f'Whom the federated credential "{resource.name}" trusts cannot be told (input issuer).'
    elif not any(re.fullmatch(allowed, found) for allowed in texts(config, "issuers")):
        yield f'The federated credential "{resource.name}" trusts an unlisted issuer (input issuer).'


RULE = ResourceRule(
    id="trusted-issuer",
    title="Every federated credential trusts an issuer on the list.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat="Whoever runs the issuer can sign in as the workload, whenever they like and from anywhere.",
    fix=(
        "Write the issuer exactly as its tokens have it, with https and no blank; an issuer that you "
        "trust and that is missing on the list belongs in the setting issuers."
    ),
    references=(benchmark("IM-3"),),
    settings={
        "issuers": Setting(
            ISSUERS, "Regular expressions, each for the whole issuer; they replace the list.", Shape.TEXTS
        )
    },
    types=spellings(TRUSTS),
    check=_check,
    bad=(
        Example(
            "Trust in an issuer that anybody could run.",
            {"bot": application(), "production": github_trust(issuer="https://tokens.example.com")},
        ),
        Example(
            "An issuer without encryption.",
            {
                "bot": application(),
                "production": github_trust(issuer="http://token.actions.githubusercontent.com"),
            },
        ),
    ),
    good=(
        Example("Trust in GitHub.", {"bot": application(), "production": github_trust()}),
        Example(
            "An issuer that is known once the service connection exists.",
            {"bot": managed_identity(), "azure": connection(), "trust": connection_trust()},
        ),
    ),
)
