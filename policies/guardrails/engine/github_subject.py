"""The subjects under which GitHub's workflows sign in.

`repo:OWNER/REPO:CONTEXT`; repositories created, renamed or transferred since 2026-07-15 have
`repo:OWNER@OWNER_ID/REPO@REPO_ID:CONTEXT`.
"""

import re
from dataclasses import dataclass

ISSUER_HOST = "token.actions.githubusercontent.com"

_NAME = r"[^@/:\s]+"
_SUBJECT = re.compile(
    rf"repo:(?P<owner>{_NAME})(@(?P<owner_id>\d+))?/(?P<repository>{_NAME})(@(?P<repository_id>\d+))?"
    r":(?P<context>.+)"
)
_PULL_REQUEST = re.compile(r"(.*:)?(pull_request|ref:refs/pull/.*)(:.*)?", re.DOTALL)
_PINNED = re.compile(r"environment:[^:]+(:.+)?|ref:refs/(heads|tags)/[^:]+(:.+)?")


@dataclass(frozen=True)
class GitHubSubject:
    """A subject that names a repository."""

    owner: str
    owner_id: str | None
    repository: str
    repository_id: str | None
    context: str

    @property
    def name(self) -> str:
        """The repository's name, in one case, for comparison."""
        return f"{self.owner}/{self.repository}".casefold()

    @property
    def with_ids(self) -> bool:
        """Whether it says by number which owner and which repository are meant."""
        return self.owner_id is not None and self.repository_id is not None

    @property
    def pinned(self) -> bool:
        """Whether it is about one environment, branch or tag."""
        return _PINNED.fullmatch(self.context) is not None


def parse(subject: str) -> GitHubSubject | None:
    """The parts of a subject that names a repository; none where it does not."""
    found = _SUBJECT.fullmatch(subject)
    return GitHubSubject(**found.groupdict()) if found else None


def is_from_github(issuer: str, subject: str) -> bool:
    """Whether the subject is one of GitHub's: by who issues it, or by how it looks."""
    return ISSUER_HOST in issuer.casefold() or subject.casefold().startswith("repo:")


def is_pull_request(subject: str) -> bool:
    """Whether runs for pull requests sign in under the subject."""
    return _PULL_REQUEST.fullmatch(subject) is not None
