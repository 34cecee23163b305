"""A workload's place in Azure DevOps."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.manifest.part import Part
from stacks.manifest.text import text, without

AccessLevel = Literal["none", "stakeholder", "basic", "basic-and-test-plans"]

ProjectName = Annotated[
    str,
    text(
        without(r'\\/:*?"<>|;#${},+=\[\]'),
        longest=64,
        expected="a project's name, as Azure DevOps shows it",
        example="Support",
    ),
]
GroupName = Annotated[
    str,
    text(
        without(r"\\\[\]"),
        longest=256,
        expected=r"a group's name alone, without [project]\ before it",
        example="Contributors",
    ),
]


class Membership(Part):
    """Membership in a project's group, or, without `project`, in a group of the organisation."""

    project: ProjectName | None = Field(
        default=None, description="The project whose group it is; left out for a group of the organisation."
    )
    group: GroupName = Field(description="The group's name, such as Contributors.")

    @property
    def label(self) -> str:
        """The group as Azure DevOps writes it: `[Support]\\Contributors`."""
        return rf"[{self.project}]\{self.group}" if self.project else self.group


class AzureDevOps(Part):
    """A workload's place in Azure DevOps: its access level and its groups."""

    access_level: AccessLevel = Field(
        description="What the workload may use. none: it is no member of the organisation. stakeholder: work "
        "items only, free. basic: a paid seat beyond the included ones. basic-and-test-plans: a dearer one."
    )
    member_of: tuple[Membership, ...] = Field(
        default=(), description="The groups that it is a member of; other members are left alone."
    )
