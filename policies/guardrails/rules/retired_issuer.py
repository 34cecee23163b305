"""From a day on, trust in the issuer that Azure DevOps gives up stops the deployment."""

from collections.abc import Iterator
from datetime import date

from guardrails.data.fixtures import application, github_trust
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine import clock
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, text
from guardrails.rules.retiring_issuer import ISSUER, RETIREMENT, retires


def _check(resource: Resource, config: Config) -> Iterator[str]:
    day = date.fromisoformat(text(config, "from"))
    if retires(resource) and clock.today() >= day:
        yield (
            f'The federated credential "{resource.name}" trusts an issuer that retires on 2027-07-01; '
            f"since {day} that is no longer allowed."
        )


RULE = ResourceRule(
    id="retired-issuer",
    title="No federated credential trusts the issuer of Azure DevOps once the time to move is over.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat="When the issuer retires, every pipeline that still relies on it stops on one day.",
    fix=(
        "Convert the service connection to Entra's issuer in its settings, and take the credential's "
        "issuer and subject from the connection's outputs."
    ),
    references=(RETIREMENT,),
    settings={"from": Setting("2027-01-01", "The first day on which it stops a deployment.", Shape.TEXT)},
    types=spellings(TRUSTS),
    check=_check,
    bad=(
        Example(
            "Trust in the issuer that retires, after the day that the settings name.",
            {
                "bot": application(),
                "azure": github_trust("sc://contoso/Support/azure-support", issuer=ISSUER),
            },
            settings="rules: {retired-issuer: {from: 2026-01-01}}",
        ),
    ),
    good=(Example("Trust in GitHub.", {"bot": application(), "production": github_trust()}),),
)
