"""What has to hold inside `members.yaml`."""

from collections.abc import Iterator

from stacks.manifest.checks import place
from stacks.manifest.checks.repetition import again
from stacks.manifest.members import EntraGroup, Members, Person
from stacks.manifest.problem import KeyPath, Problem


def problems(members: Members) -> Iterator[Problem]:
    """What stops the file."""
    source, groups, people = members.source, list(enumerate(members.entra_groups)), members.people
    yield from again(source, ((("entra_groups", number, "id"), group.id) for number, group in groups))
    yield from again(
        source, ((("entra_groups", number, "name"), group.name.casefold()) for number, group in groups)
    )
    yield from again(source, ((("people", number, "user"), each.user) for number, each in enumerate(people)))
    everybody: list[tuple[KeyPath, EntraGroup | Person]] = [
        *((("entra_groups", number), group) for number, group in groups),
        *((("people", number), person) for number, person in enumerate(people)),
    ]
    for path, one in everybody:
        if one.existing and one.take_over:
            yield source.problem(
                (*path, "take_over"),
                "somebody else's, and taken over as well",
                expected="`existing` or `take_over`",
                todo="remove one of the two",
            )
    for number, group in groups:
        path = ("entra_groups", number)
        yield from place.of_member(source, path, group.access_level, group.member_of)
    for number, person in enumerate(people):
        yield from place.of_member(source, ("people", number), person.access_level, person.member_of)
