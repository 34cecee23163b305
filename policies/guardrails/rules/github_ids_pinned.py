"""A GitHub repository whose ids are known is trusted by its ids, not by its name alone."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import application, github_trust
from guardrails.data.frameworks import owasp
from guardrails.data.tokens import TRUSTS, spellings
from guardrails.engine import github_subject
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.github_subject import GitHubSubject
from guardrails.engine.graph import Graph
from guardrails.engine.profiles import Profile
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, texts
from guardrails.engine.trust import trust

_TRUSTS = spellings(TRUSTS)


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    subjects = [(one, found) for one in Graph(resources).of(_TRUSTS) if (found := _subject(one))]
    known = {found.name for _, found in subjects if found.with_ids}
    known |= {name.casefold() for name in texts(config, "repositories")}
    for one, found in subjects:
        if not found.with_ids and found.name in known:
            yield (
                one,
                f'The federated credential "{one.name}" trusts a GitHub repository by its name alone, '
                "though its ids are known (input subject).",
            )


def _subject(resource: Resource) -> GitHubSubject | None:
    return github_subject.parse(text(trust(resource).subject) or "")


RULE = StackRule(
    id="github-ids-pinned",
    title="GitHub repositories whose ids are known are trusted by their ids.",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    levels={Profile.STRICT: Level.MANDATORY},
    threat=(
        "A name outlives the repository: after a rename, a transfer or a deletion another repository can "
        "get it, and the trust with it."
    ),
    fix="Once the workflow signs in with the ids, take out the credential that names the repository only.",
    references=(owasp(8),),
    settings={
        "repositories": Setting(
            (), "More repositories, as OWNER/REPO, that sign in with their ids.", Shape.TEXTS
        )
    },
    check=_check,
    bad=(
        Example(
            "One repository, trusted in both ways.",
            {
                "bot": application(),
                "production": github_trust(),
                "before": github_trust("repo:contoso/mailroom:environment:production"),
            },
        ),
    ),
    good=(
        Example("A repository trusted by its ids.", {"bot": application(), "production": github_trust()}),
        Example(
            "An older repository that has a name only.",
            {"bot": application(), "production": github_trust("repo:contoso/legacy:environment:production")},
        ),
    ),
)
