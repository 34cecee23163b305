"""What each key of a stack reaches, and who had it in the last run.

One thing is never deleted under one key while another key creates or keeps it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stacks.last_run import LastRun
from stacks.manifest import ManifestError, Problem, Source, Stack, Workload
from stacks.manifest.membership import MemberOf
from stacks.manifest.problem import KeyPath
from stacks.names import Names
from stacks.renames import Renames

CONNECTION = ", connection "
"""What stands between a workload and the key of its connection."""


@dataclass(frozen=True)
class Target:
    """One thing that a key of a file stands for.

    id: the same however it is spelled. holder: who has it in the stack; the resources are named after it.
    """

    id: str
    holder: str
    source: Source
    path: KeyPath
    what: str


def of_entra_group(object_id: str) -> str:
    """The id of an Entra group that is a member."""
    return f"entra group {object_id}"


def of_person(user: str) -> str:
    """The id of a person who is a member."""
    return f"person {user}"


def of_member(principal_id: str) -> str:
    """The id of an identity that is a member."""
    return f"member {principal_id}"


def of_membership(member: str, group: str) -> str:
    """The id of a membership, from those of the member and of the group."""
    return f"{member} in {group}"


def of_connection(project: str, name: str) -> str:
    """The id of a connection, from that of its project and its name there."""
    return f"connection {project}/{name.casefold()}"


def of(stack: Stack, names: Names) -> list[Target]:
    """The targets of a stack, but for those that only exist when it is deployed."""
    found = [target for workload in stack.active for target in _of_workload(workload, stack, names)]
    people = stack.members
    for number, group in enumerate(people.entra_groups):
        path, id_ = ("entra_groups", number), of_entra_group(group.id)
        if not group.existing:
            found.append(Target(id_, "members", people.source, path, "this group"))
        found += _memberships(people.source, "members", path, id_, group.member_of, names)
    for number, person in enumerate(people.people):
        path, id_ = ("people", number), of_person(person.user)
        if not person.existing:
            found.append(Target(id_, "members", people.source, path, "this person"))
        found += _memberships(people.source, "members", path, id_, person.member_of, names)
    return found


def _memberships(
    source: Source, holder: str, path: KeyPath, who: str, groups: tuple[MemberOf, ...], names: Names
) -> Iterator[Target]:
    for number, group in enumerate(groups):
        if not group.existing:
            id_, place = of_membership(who, names.group(group).id), (*path, "member_of", number)
            yield Target(id_, holder, source, place, "this membership")


def _of_workload(workload: Workload, stack: Stack, names: Names) -> Iterator[Target]:
    source, holder = workload.source, workload.name
    if workload.principal is not None:
        id_ = f"principal {workload.principal.principal_id}"
        yield Target(id_, holder, source, ("identity", "existing", "principal_id"), "this identity")
        groups = workload.azure_devops.member_of
        who = of_member(workload.principal.principal_id)
        if workload.azure_devops.access_level != "none" and not workload.azure_devops.existing:
            yield Target(who, holder, source, ("azure_devops",), "the place of this identity")
        yield from _memberships(source, holder, ("azure_devops",), who, groups, names)
    elif workload.kind == "application":
        id_ = f"application {workload.identity_name(stack.organization).casefold()}"
        yield Target(id_, holder, source, ("name",), "an application of this name")
    for key, connection in workload.own_connections.items():
        id_ = of_connection(names.project(connection.project).id, connection.named(key))
        yield Target(
            id_, f"{holder}{CONNECTION}{key}", source, ("connections", key), "a connection of this name"
        )


def refuse_moves(targets: list[Target], last: LastRun, renames: Renames) -> None:
    """Stop where something is under another key than in the last run. Raises ManifestError with both."""
    problems = []
    for target in targets:
        held = last.targets.get(target.id)
        if held is not None and held != _earlier(target.holder, renames):
            problems.append(_moved(target, held, {one.holder for one in targets}))
    if problems:
        raise ManifestError(problems)


def exported(targets: list[Target]) -> Mapping[str, str]:
    """What the next run compares with."""
    return {target.id: target.holder for target in targets}


def _earlier(holder: str, renames: Renames) -> str:
    """What the holder was called in the last run."""
    workload, between, key = holder.partition(CONNECTION)
    if not between:
        return renames.workload(workload)
    before = renames.connection(workload, key)
    return f"{before[0]}{CONNECTION}{before[1]}"


def _moved(target: Target, held: str, holders: set[str]) -> Problem:
    before, between, key = held.partition(CONNECTION)
    workload = target.holder.partition(CONNECTION)[0]
    gone = all(before != holder.partition(CONNECTION)[0] for holder in holders)
    if gone:
        todo = f"renamed? Add `formerly: [{before}]` to {workload}. If it is another workload, first give "
        todo += "what uses the old one its place; then take the old one out, and add this in a later run"
    elif between:
        todo = f"leave the connection `{key}` with {before} as it is, and give the new one a name of its own"
    else:
        todo = f"leave it with {before}, or take it out there first, in a run of its own"
    return target.source.problem(
        target.path,
        f"{target.what} is in the stack already, as that of {held}: this run would make it, then delete it",
        expected="one key for one thing, in this run and in the last",
        todo=todo,
    )
