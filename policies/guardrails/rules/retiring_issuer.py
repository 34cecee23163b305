"""No federated credential trusts the issuer that Azure DevOps gives up."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import application, github_trust, managed_identity
from guardrails.data.frameworks import microsoft
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.profiles import Profile
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config
from guardrails.engine.trust import trust

RETIREMENT = microsoft("Azure DevOps issuer", "azure/devops/pipelines/library/connect-to-azure")
ISSUER = "https://vstoken.dev.azure.com/6c4e2f9e-9a0b-4f5c-8b39-0a0f3d6f9b77"

_RETIRING = re.compile(r"\s*https?://(app\.)?vstoken\.(dev\.azure|visualstudio)\.com(/.*)?", re.I | re.S)


def retires(resource: Resource) -> bool:
    """Whether a federated credential is known to trust the issuer that retires."""
    issuer = text(trust(resource).issuer)
    return issuer is not None and _RETIRING.fullmatch(issuer) is not None


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if retires(resource):
        yield f'The federated credential "{resource.name}" trusts an issuer that retires on 2027-07-01.'


RULE = ResourceRule(
    id="retiring-issuer",
    title="No federated credential trusts the issuer of Azure DevOps, which retires on 2027-07-01.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat="From that day on nothing that signs in through the credential gets in any more.",
    fix=(
        "Convert the service connection to Entra's issuer in its settings, and take the credential's "
        "issuer and subject from the connection's outputs."
    ),
    references=(RETIREMENT,),
    types=spellings(TRUSTS),
    check=_check,
    bad=(
        Example(
            "Trust in the issuer that retires.",
            {
                "bot": application(),
                "azure": github_trust("sc://contoso/Support/azure-support", issuer=ISSUER),
            },
        ),
    ),
    good=(
        Example("Trust in GitHub.", {"bot": application(), "production": github_trust()}),
        Example("A managed identity that runs in Azure and trusts nobody.", {"bot": managed_identity()}),
    ),
)
