"""The people of the manifest: Entra groups first, single people as the exception."""

from pulumi import ResourceOptions

from components import AccessLevel, Entitlement, GroupMembership
from components.entitlement import EntitlementArgs
from stacks import manifest
from stacks.names import Names
from stacks.providers import Providers


def declare(
    members: manifest.Members, organization: manifest.Organization, providers: Providers, names: Names
) -> None:
    """Declare every Entra group and every person."""
    for group in members.entra_groups:
        args: EntitlementArgs = {
            "entra_group": group.id,
            "access_level": AccessLevel(group.access_level),
        }
        _member(group.name, args, group.member_of, organization, providers, names)
    for person in members.people:
        args = {"person": person.user, "access_level": AccessLevel(person.access_level)}
        _member(person.user, args, person.member_of, organization, providers, names)


def _member(
    name: str,
    args: EntitlementArgs,
    groups: tuple[manifest.Membership, ...],
    organization: manifest.Organization,
    providers: Providers,
    names: Names,
) -> None:
    # A colleague who is taken out of the file stays in the organisation, and in the groups.
    stays = "person" in args
    entitlement = Entitlement(
        name, args, ResourceOptions(providers=providers.all(), protect=organization.protect)
    )
    for group in groups:
        GroupMembership(
            f"{name}-in-{group.label}",
            {"group": names.group_descriptor(group), "member": entitlement.descriptor, "stays": stays},
            ResourceOptions(providers=providers.all()),
        )
