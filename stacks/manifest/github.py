"""Trust in GitHub Actions."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from stacks.manifest.choice import Choice
from stacks.manifest.number import Number
from stacks.manifest.refusal import refusal
from stacks.manifest.text import text, without

Repository = Annotated[
    str,
    text(
        r"^[a-zA-Z0-9][a-zA-Z0-9_-]*/[a-zA-Z0-9._-]+$",
        longest=140,
        expected="the owner and the name, spelled as GitHub shows them",
        example="contoso/mailroom",
    ),
]


def _refuse_a_full_name(value: str) -> str:
    if value.startswith("refs/"):
        raise refusal(
            "the full name of a reference",
            expected="the name alone",
            todo="take `refs/heads/` or `refs/tags/` away",
        )
    return value


# What git allows in the name of a reference.
REFERENCE = r"^[^\s~^:?*\[\\/]+(/[^\s~^:?*\[\\/]+)*$"
Branch = Annotated[
    str,
    AfterValidator(_refuse_a_full_name),
    text(REFERENCE, longest=200, expected="one branch by its name; patterns do not work", example="main"),
]
Tag = Annotated[
    str,
    AfterValidator(_refuse_a_full_name),
    text(REFERENCE, longest=200, expected="one tag by its name; patterns do not work", example="v1.0.0"),
]
Environment = Annotated[
    str,
    text(
        without(""),
        longest=200,
        expected="the name of an environment of the repository",
        example="production",
    ),
]


class GitHub(Choice):
    """Workflows of one repository that run in one environment, or for one branch or tag."""

    one_of: ClassVar[tuple[str, ...]] = ("environment", "branch", "tag")

    repository: Repository = Field(description="The repository, as owner/name; upper and lower case count.")
    owner_id: Number = Field(description="The owner's number: `gh api repos/OWNER/REPO --jq .owner.id`.")
    repository_id: Number = Field(description="The repository's number: `gh api repos/OWNER/REPO --jq .id`.")
    environment: Environment | None = Field(
        default=None, description="The environment that the job names; the safest of the three."
    )
    branch: Branch | None = Field(default=None, description="The branch that the workflow runs for.")
    tag: Tag | None = Field(default=None, description="The tag that the workflow runs for.")
    forms: Literal["new", "old", "both"] = Field(
        default="new",
        description="How GitHub names the repository in its tokens. new: with numbers, for repositories "
        "created, renamed or transferred since 2026-07-15. old: by names alone, for others. both: during a "
        "rename.",
    )

    @property
    def subjects(self) -> dict[Literal["new", "old"], str]:
        """The subjects to trust, by form."""
        owner, _, name = self.repository.partition("/")
        by_form: dict[Literal["new", "old"], str] = {
            "new": f"repo:{owner}@{self.owner_id}/{name}@{self.repository_id}:{self._context}",
            "old": f"repo:{self.repository}:{self._context}",
        }
        return {form: subject for form, subject in by_form.items() if self.forms in (form, "both")}

    @property
    def _context(self) -> str:
        if self.environment is not None:
            # GitHub escapes the one character that separates the parts of a subject.
            return "environment:" + self.environment.replace(":", "%3A")
        return f"ref:refs/heads/{self.branch}" if self.branch is not None else f"ref:refs/tags/{self.tag}"
