"""A workload's place in Azure DevOps."""

from pydantic import Field

from stacks.manifest.access_level import AccessLevel
from stacks.manifest.membership import MemberOf
from stacks.manifest.part import Part


class AzureDevOps(Part):
    """A workload's place in Azure DevOps: its access level and its groups."""

    access_level: AccessLevel = Field(
        description="What the workload may use. none: it is no member of the organisation. stakeholder: work "
        "items only, free. basic: a paid seat beyond the included ones. basic-and-test-plans: a more "
        "expensive one."
    )
    existing: bool = Field(
        default=False,
        description="true: an identity that is there already is a member too, which somebody else looks "
        "after; its access level is never changed and never taken away.",
    )
    member_of: tuple[MemberOf, ...] = Field(
        default=(), description="The groups that it is a member of; other members are left alone."
    )
