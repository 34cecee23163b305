"""No federated credential lets the workflow of a pull request sign in."""

from collections.abc import Iterator

from guardrails.data.fixtures import application, github_trust
from guardrails.data.frameworks import owasp
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine import github_subject
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config
from guardrails.engine.trust import trust


def _check(resource: Resource, _: Config) -> Iterator[str]:
    # One that cannot be told is for `exact-trust`, one that is not known yet for `traced-unknowns`.
    subject = text(trust(resource).subject)
    if subject is not None and github_subject.is_pull_request(subject):
        yield f'The federated credential "{resource.name}" lets pull requests sign in (input subject).'


RULE = ResourceRule(
    id="no-pull-request-trust",
    title="No federated credential trusts the workflows of pull requests.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "Whoever may open a pull request can change what its workflow does, and so act as the workload "
        "before anybody has reviewed a line."
    ),
    fix=(
        "Trust an environment or a branch. What a pull request has to read belongs to an identity of its own "
        "that may only read, under an exemption."
    ),
    references=(owasp(1), owasp(4)),
    types=spellings(TRUSTS),
    check=_check,
    bad=(
        Example(
            "Trust in pull requests.",
            {"bot": application(), "review": github_trust("repo:contoso@242/mailroom@991:pull_request")},
        ),
    ),
    good=(
        Example(
            "Trust in an environment.",
            {"bot": application(), "production": github_trust()},
        ),
    ),
)
