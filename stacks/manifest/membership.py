"""Membership in a group of Azure DevOps."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.escapes import AsShown
from stacks.manifest.part import Part
from stacks.manifest.text import text, without

ProjectName = Annotated[
    str,
    text(
        without(r'\\/:*?"<>|;#${},+=\[\]'),
        longest=64,
        expected="a project's name, as Azure DevOps shows it",
        example="Support",
    ),
    AsShown,
]
GroupName = Annotated[
    str,
    text(
        without(r"\\\[\]"),
        longest=256,
        expected=r"a group's name alone, without [project]\ before it",
        example="Contributors",
    ),
    AsShown,
]


class Membership(Part):
    """A project's group, or, without `project`, a group of the organisation."""

    project: ProjectName | None = Field(
        default=None, description="The project whose group it is; left out for a group of the organisation."
    )
    group: GroupName = Field(description="The group's name, such as Contributors.")

    @property
    def label(self) -> str:
        """The group as Azure DevOps writes it: `[Support]\\Contributors`."""
        return rf"[{self.project}]\{self.group}" if self.project else self.group


class MemberOf(Membership):
    """A group that somebody is a member of."""

    existing: bool = Field(
        default=False,
        description="true: somebody else looks after this membership; it is looked up and never taken away.",
    )
