"""`members.yaml`: the people of the organisation, by Entra group and, as the exception, one by one."""

from typing import Annotated

from pydantic import Field, StringConstraints

from stacks.manifest.access_level import Seat
from stacks.manifest.document import Document
from stacks.manifest.escapes import AsShown
from stacks.manifest.guid import Guid
from stacks.manifest.membership import MemberOf
from stacks.manifest.part import Part
from stacks.manifest.text import text, without

EntraGroupName = Annotated[
    str,
    text(
        without("@"),
        longest=256,
        expected="the name of an Entra group, never one person",
        example="sg-support",
    ),
    AsShown,
]
# In any case, kept in lower case: a user whose case changes would be taken out and added again.
UserName = Annotated[
    str,
    StringConstraints(to_lower=True),
    text(
        r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
        longest=256,
        expected="the name that the person signs in with",
        example="dev.one@contoso.com",
    ),
]


EXISTING = (
    "true: a member of the organisation that somebody else looks after, such as another stack; the access "
    "level is never changed and never taken away, and no seat is counted."
)
TAKE_OVER = (
    "true: a member of the organisation already, whom this stack looks after from now on, with the groups."
)


class EntraGroup(Part):
    """An Entra group, all of whose members get an access level and groups."""

    id: Guid = Field(description="The group's object id in Entra.")
    name: EntraGroupName = Field(description="The group's name in Entra, for those who read the file.")
    access_level: Seat = Field(
        description="What each member of the group may use; Azure DevOps counts their seats, not Patless."
    )
    member_of: tuple[MemberOf, ...] = Field(
        default=(), description="The groups of Azure DevOps that the Entra group is a member of."
    )
    existing: bool = Field(default=False, description=EXISTING)
    take_over: bool = Field(default=False, description=TAKE_OVER)


class Person(Part):
    """One person: the exception, for whom no Entra group fits."""

    user: UserName = Field(description="The name that the person signs in with.")
    access_level: Seat = Field(description="What the person may use.")
    member_of: tuple[MemberOf, ...] = Field(
        default=(), description="The groups of Azure DevOps that the person is a member of."
    )
    existing: bool = Field(default=False, description=EXISTING)
    take_over: bool = Field(default=False, description=TAKE_OVER)


class Members(Document):
    """The people of the organisation that the stack looks after; others are left alone."""

    entra_groups: tuple[EntraGroup, ...] = Field(
        default=(), description="Entra groups: the way in for people."
    )
    people: tuple[Person, ...] = Field(
        default=(),
        description="Single people. Who is taken out of the list stays in the organisation, but unmanaged.",
    )
