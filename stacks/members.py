"""The people of the manifest, as the component takes them."""

from pulumi import ResourceOptions

from components import AccessLevel, Members
from components.members import Member
from stacks import manifest
from stacks.directory import Directory
from stacks.manifest import EntraGroup, Person
from stacks.names import Names
from stacks.providers import Providers


def declare(
    members: manifest.Members, organization: manifest.Organization, providers: Providers, names: Names
) -> None:
    """Declare every Entra group and every person."""
    if not members.entra_groups and not members.people:
        return
    everybody: list[EntraGroup | Person] = [*members.entra_groups, *members.people]
    groups = [group for one in everybody for group in one.member_of]
    Members(
        "members",
        {
            "entra_groups": {group.id: _member(group, names) for group in members.entra_groups},
            "people": {person.user: _member(person, names) for person in members.people},
            "called": {
                "entra_groups": {group.id: group.name for group in members.entra_groups},
                "groups": {names.group(group).id: names.called(group) for group in groups},
            },
            "protect": organization.protect,
        },
        ResourceOptions(providers=providers.all()),
    )


def _member(declared: EntraGroup | Person, names: Names) -> Member:
    member: Member = {
        "member_of": {
            names.group(group).id: names.group(group).descriptor
            for group in declared.member_of
            if not group.existing
        }
    }
    directory = names.directory
    if not declared.existing:
        member["access_level"] = AccessLevel(declared.access_level)
    elif isinstance(declared, Person):
        member["descriptor"] = directory.known(Directory.person, declared.user)
    else:
        descriptor = directory.known(Directory.member_group, declared.id)
        member["storage_key"] = directory.known(Directory.storage_key, descriptor)
    return member
