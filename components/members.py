"""The people of an organisation: Entra groups first, single people as the exception."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import entitlement, group_membership
from components.entitlement import AccessLevel, EntitlementArgs


class Member(TypedDict):
    """The place of a person, or of an Entra group, in the organisation."""

    access_level: NotRequired[AccessLevel]
    """The access level. Left out for one whose access level somebody else looks after; then it has a
    descriptor."""

    descriptor: NotRequired[Input[str]]
    """Subject descriptor (`aad.…`) of a person who is a member already."""

    storage_key: NotRequired[Input[str]]
    """Azure DevOps' own id of an Entra group that is a member already; it is read, and must be that group."""

    member_of: NotRequired[dict[str, Input[str]]]
    """Descriptors of groups to be in, by keys that stay, such as the groups' ids: a changed key takes the
    member out of the group."""


class MembersCalled(TypedDict):
    """What people call what the keys stand for: reviews and guardrails read it in the state."""

    entra_groups: NotRequired[dict[str, str]]
    """Names of Entra groups, by object id."""

    groups: NotRequired[dict[str, str]]
    """Groups, such as `[Support]\\Contributors`, by their keys in `member_of`."""


class MembersArgs(TypedDict):
    """What `Members` needs to know."""

    entra_groups: NotRequired[dict[str, Member]]
    """Entra groups, by object id: their people get the access level, their service principals do not."""

    people: NotRequired[dict[str, Member]]
    """People, by sign-in name. They stay in the organisation, and in their groups, when they are left out."""

    called: NotRequired[MembersCalled]
    """What people call what the keys stand for."""

    protect: NotRequired[bool]
    """Refuse to delete the entitlements of Entra groups. False when left out."""


class Members(ComponentResource):
    """People with an access level and groups.

    Source: POST vsaex.dev.azure.com/{organization}/_apis/groupentitlements and userentitlements.
    """

    def __init__(self, name: str, args: MembersArgs, opts: ResourceOptions | None = None) -> None:
        called = args.get("called") or {}
        told = {
            "called": {
                "entraGroups": called.get("entra_groups") or {},
                "groups": called.get("groups") or {},
            }
        }
        super().__init__("patless:index:Members", name, told, opts)
        protect = args.get("protect", False)
        for id_, member in (args.get("entra_groups") or {}).items():
            self._member(f"{name}-{id_}", member, {"entra_group": id_}, protect)
        for user, member in (args.get("people") or {}).items():
            self._member(f"{name}-{user.lower()}", member, {"person": user})
        self.register_outputs({})

    def _member(self, name: str, member: Member, who: dict[str, str], protect: bool = False) -> None:
        descriptor: Input[str] = member.get("descriptor", "")
        if "access_level" in member:
            args: EntitlementArgs = {"access_level": member["access_level"], **who}  # type: ignore[typeddict-item]
            descriptor = entitlement.declare(self, name, args, protect).descriptor
        elif "storage_key" in member:
            descriptor = _of_group(self, f"{name}-existing", member["storage_key"], who["entra_group"])
        # A colleague who is left out stays in the organisation, and in the groups.
        stays = "person" in who
        for key, group in (member.get("member_of") or {}).items():
            group_membership.declare(
                self, f"{name}-in-{key}", {"group": group, "member": descriptor, "stays": stays}
            )


def _of_group(parent: ComponentResource, name: str, storage_key: Input[str], object_id: str) -> Output[str]:
    """Descriptor of an Entra group that is a member. Raises LookupError in an output if it is another one."""
    found = azuredevops.GroupEntitlement.get(name, storage_key, opts=ResourceOptions(parent=parent))

    def same(read: Sequence[str]) -> str:
        origin, descriptor = read
        if origin.lower() != object_id.lower():
            raise LookupError(f"{name} is the Entra group {origin}, and not {object_id}: two have one name")
        return descriptor

    return Output.all(found.origin_id, found.descriptor).apply(same)
