"""Every federated credential trusts one subject, spelled out, for the one audience of Entra."""

from collections.abc import Iterator

from guardrails.data.fixtures import application, fixture, github_trust
from guardrails.data.frameworks import microsoft, owasp
from guardrails.data.tokens import FLEXIBLE_TRUST, TRUSTS, spellings
from guardrails.engine import github_subject
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.reading import pending, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config, Setting, Shape, texts
from guardrails.engine.trust import Trust, trust

AUDIENCES = ("api://AzureADTokenExchange",)


def _check(resource: Resource, config: Config) -> Iterator[str]:
    found = trust(resource)
    about = f'The federated credential "{resource.name}"'
    # With two audiences, Entra itself refuses.
    if any(text(one) not in texts(config, "audiences") for one in found.audiences) or not found.audiences:
        yield f"{about} is for another audience than Entra's token exchange, or for one that cannot be told."
    if found.flexible:
        yield f"{about} trusts whatever an expression matches, and not one subject."
    # A subject that is not known yet passes here, because `traced-unknowns` asks where it comes from.
    elif not pending(found.subject):
        yield from (f"{about} {what} (input subject)." for what in _loose(found))


def _loose(found: Trust) -> Iterator[str]:
    """What is loose about a subject that does not change any more."""
    subject = text(found.subject)
    if not subject:
        yield "trusts a subject that cannot be told"
    elif "*" in subject:
        yield "trusts a subject with a wildcard"
    elif subject != subject.strip():
        yield "trusts a subject with blanks around it, which no token has"
    elif github_subject.is_from_github(text(found.issuer) or "", subject) and not _narrow(subject):
        yield "trusts a GitHub repository without naming one environment, branch or tag"


def _narrow(subject: str) -> bool:
    """Whether a subject of GitHub's is narrow; `no-pull-request-trust` is about those of pull requests."""
    parts = github_subject.parse(subject)
    return github_subject.is_pull_request(subject) or (parts is not None and parts.pinned)


RULE = ResourceRule(
    id="exact-trust",
    title="Every federated credential trusts one exact subject and audience.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat=(
        "A trust that is wider than one environment or branch lets whoever can push any branch sign in "
        "as the workload; one that is spelled wrongly is accepted silently and fails when it is needed."
    ),
    fix=(
        "Name one subject in full. For GitHub: repo:OWNER@OWNER_ID/REPO@REPO_ID: and then environment:NAME, "
        "ref:refs/heads/BRANCH or ref:refs/tags/TAG. The audience is api://AzureADTokenExchange."
    ),
    references=(
        owasp(2),
        microsoft("Federated credentials", "entra/workload-id/workload-identity-federation-considerations"),
    ),
    settings={
        "audiences": Setting(AUDIENCES, "The audiences of the clouds that you sign in to.", Shape.TEXTS)
    },
    types=spellings(TRUSTS),
    check=_check,
    bad=(
        Example(
            "Trust in every branch of a repository.",
            {"bot": application(), "all": github_trust("repo:contoso@242/mailroom@991:ref:refs/heads/*")},
        ),
        Example(
            "Trust in whatever an expression matches.",
            {
                "bot": application(),
                "all": fixture(
                    FLEXIBLE_TRUST,
                    applicationId="${bot.id}",
                    displayName="all",
                    audience="api://AzureADTokenExchange",
                    issuer="https://token.actions.githubusercontent.com",
                    claimsMatchingExpression="claims['sub'] matches 'repo:contoso/*'",
                ),
            },
        ),
    ),
    good=(
        Example("Trust in one environment.", {"bot": application(), "production": github_trust()}),
        Example(
            "Trust in one branch.",
            {"bot": application(), "main": github_trust("repo:contoso@242/mailroom@991:ref:refs/heads/main")},
        ),
    ),
)
