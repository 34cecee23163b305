"""What has to hold before a run may use a connection."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stacks.manifest.business_hours import BusinessHours
from stacks.manifest.choice import Choice
from stacks.manifest.line import Line
from stacks.manifest.members import UserName
from stacks.manifest.membership import GroupName, Membership, ProjectName
from stacks.manifest.part import Part
from stacks.manifest.refusal import refusal
from stacks.manifest.text import text, without

REFERENCE = r"refs/(heads|tags)/[^\s~^:?\[\\/]+(/[^\s~^:?\[\\/]+)*"
Branch = Annotated[
    str,
    text(
        f"^{REFERENCE}$",
        longest=256,
        expected="the full name of a branch, such as refs/heads/main; * stands for any text",
        example="refs/heads/main",
    ),
]
LONGEST = 43_200
"""Minutes that the service waits for an approval at most: 30 days."""


class Approver(Choice):
    """A group, any one of whose members approves, or one person."""

    one_of: ClassVar[tuple[str, ...]] = ("group", "user")

    project: ProjectName | None = Field(
        default=None, description="The project whose group it is; left out for a group of the organisation."
    )
    group: GroupName | None = Field(
        default=None, description="The group's name, such as Contributors: one of its members approves."
    )
    user: UserName | None = Field(
        default=None,
        description="The name that one person signs in with, who is a member of the organisation.",
    )

    @property
    def membership(self) -> Membership | None:
        """The group, if it is one."""
        if self.group is None:
            return None
        return Membership.model_construct(project=self.project, group=self.group)

    @property
    def label(self) -> str:
        """The group as Azure DevOps writes it, `[Support]\\Contributors`, or the person's name."""
        group = self.membership
        return group.label if group is not None else str(self.user)

    @model_validator(mode="after")
    def _refuse_a_persons_project(self) -> Self:
        if self.user is not None and self.project is not None:
            raise refusal(
                "a person in a project",
                expected="`user` alone, or `group` with its `project`",
                todo="take `project` out; a person belongs to the organisation",
            )
        return self


class RequiredTemplate(Part):
    """A template that a pipeline extends."""

    repository: Annotated[
        str,
        text(
            "^[^\\s/]([^\\n/]*[^\\s/])?/[^\\s/]([^\\n/]*[^\\s/])?$",
            longest=256,
            expected="the repository as project/name, or as owner/name outside Azure Repos",
            example="Platform/templates",
        ),
    ] = Field(description="The repository of the template, as project/name or owner/name.")
    ref: Annotated[
        str,
        text(
            f"^{REFERENCE.replace('~^:?', '~^:?*')}$",
            longest=256,
            expected="the full name of one branch or tag, such as refs/heads/main; patterns do not work",
            example="refs/heads/main",
        ),
    ] = Field(description="The branch or the tag of the template, by its full name.")
    path: Annotated[
        str,
        text(
            without(r"\\"),
            longest=400,
            expected="the path of a YAML file in the repository, with forward slashes",
            example="deploy/template.yml",
        ),
    ] = Field(description="The template's path in the repository.")
    repository_type: Literal["azuregit", "github", "githubenterprise", "bitbucket"] = Field(
        default="azuregit", description="Where the repository is. azuregit: in Azure Repos."
    )


class ConnectionChecks(Part):
    """What has to hold before a run may use a connection."""

    approvers: tuple[Approver, ...] = Field(
        default=(),
        description="Who approves each use: groups, one of whose members approves, and single people.",
    )
    approvals: int = Field(
        default=1,
        ge=1,
        le=100,
        examples=[2],
        json_schema_extra={"errorMessage": "a whole number from 1 to 100"},
        description="How many approvals a use needs.",
    )
    timeout_minutes: int = Field(
        default=LONGEST,
        ge=1,
        le=LONGEST,
        examples=[1440],
        json_schema_extra={"errorMessage": "a whole number of minutes from 1 to 43200, which is 30 days"},
        description="Minutes after which a run that nobody has approved fails; 30 days when left out.",
    )
    requester_may_approve: bool = Field(
        default=False, description="true: whoever starts a run may be the one who approves it."
    )
    instructions: Line | None = Field(default=None, description="What the approvers read, in a sentence.")
    branches: tuple[Branch, ...] = Field(
        default=(), description="The branches whose runs may use it; none listed: any."
    )
    exclusive_lock: bool = Field(default=False, description="true: one run at a time.")
    business_hours: BusinessHours | None = Field(
        default=None, description="When it may be used; left out: at any time."
    )
    required_templates: tuple[RequiredTemplate, ...] = Field(
        default=(), description="Templates one of which the pipeline extends; none listed: it need not."
    )

    @property
    def exist(self) -> bool:
        """Whether there is any check at all."""
        return bool(
            self.approvers
            or self.branches
            or self.exclusive_lock
            or self.business_hours
            or self.required_templates
        )
