"""A group membership: one member in one Azure DevOps group."""

from typing import NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, ResourceOptions


class GroupMembershipArgs(TypedDict):
    """What `GroupMembership` needs to know."""

    group: Input[str]
    """Descriptor of the group (`vssgp.…`); never a GUID."""

    member: Input[str]
    """Descriptor of the member (`aadsp.…`, `aad.…`, `aadgp.…`); never a GUID."""

    stays: NotRequired[bool]
    """Whether the member stays in the group when the membership goes from the stack, as a colleague does.
    False when left out."""


class GroupMembership(ComponentResource):
    """One member of one group, added beside whoever else is in it.

    Source: PUT vssps.dev.azure.com/{organization}/_apis/graph/memberships/{member}/{group}.
    """

    def __init__(self, name: str, args: GroupMembershipArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:GroupMembership", name, None, opts)
        declare(self, name, args)
        self.register_outputs({})


def declare(parent: ComponentResource, name: str, args: GroupMembershipArgs) -> azuredevops.GroupMembership:
    """The membership itself, as a part of another component."""
    return azuredevops.GroupMembership(
        f"{name}-membership",
        group=args["group"],
        members=[args["member"]],
        # `overwrite` would throw out the members that other people added.
        mode="add",
        # A new identity is another member: the old one cannot be taken out by an update once it is gone.
        opts=ResourceOptions(
            parent=parent,
            replace_on_changes=["members"],
            delete_before_replace=True,
            retain_on_delete=args.get("stays", False),
        ),
    )
