"""What is there before the stack, or beside it: somebody else's, until a file says otherwise."""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi.runtime.sync_await import _sync_await

from components import own_state
from components.connection_endpoint import TYPES
from components.own_state import Resources
from stacks import targets
from stacks.directory import NotThere, answers
from stacks.last_run import LastRun
from stacks.manifest import Connection, EntraGroup, ManifestError, Person, Problem, Source, Stack, Workload
from stacks.manifest.membership import MemberOf
from stacks.manifest.problem import KeyPath
from stacks.names import Names

ADO = "azuredevops:index/"


@dataclass(frozen=True)
class Thing:
    """One thing of a file that may be there already.

    id: as in `targets`. what: in words. find: its id at the service; NotThere where it is not. type, inputs:
    the resource that it is in a stack, and what tells it from others of the type; id of it where none does.
    """

    id: str
    source: Source
    path: KeyPath
    what: str
    find: Callable[[], Awaitable[str]]
    type: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    existing: bool = False
    take_over: bool = False
    of: "Thing | None" = None
    """Of a membership, the member. What one of the stack's own is in, the stack has put it in, even where
    a run died before the state knew it."""

    way_out: str = "say `existing: true` if somebody else looks after it"

    def is_own(self, state: Resources, found: str) -> bool:
        """Whether the stack's own state has it."""
        return any(
            one.get("type") == self.type
            and (str(one.get("id")).lower() == found.lower() if not self.inputs else self._fits(one, found))
            for one in state.values()
        )

    def _fits(self, entry: Mapping[str, Any], found: str) -> bool:
        inputs = entry.get("inputs") or {}
        wanted = {**self.inputs, **({"members": [found]} if "group" in self.inputs else {})}
        return all(_plain(inputs.get(key)) == _plain(value) for key, value in wanted.items())


def refuse(stack: Stack, names: Names, last: LastRun) -> None:
    """Stop where a file claims what somebody else has, or calls somebody else's what is not there.

    What the last run had is not looked up again. Raises ManifestError.
    """
    let_go = {targets.of_person(user) for user in last.outputs.get("let_go") or ()}
    had = {*last.targets, *let_go}
    asked = [
        thing
        for thing in _things(stack, names, had)
        if thing.existing or not (thing.id in had or thing.take_over)
    ]
    problems = _sync_await(_problems(asked)) if asked else []
    if problems:
        raise ManifestError(problems)
    _sync_await(_storage_keys(stack, names))


async def _problems(things: list[Thing]) -> list[Problem]:
    found = await answers(thing.find() for thing in things)
    state: Resources | None = None
    problems = []
    for thing, answer in zip(things, found, strict=True):
        if isinstance(answer, NotThere):
            if thing.existing:
                problems.append(_missing(thing, str(answer)))
            continue
        if isinstance(answer, BaseException):
            raise answer
        if state is None:
            state = await own_state.resources() or {}
        own_member = thing.of is not None and not thing.existing and thing.of.is_own(state, "")
        if not own_member and thing.is_own(state, str(answer)) == thing.existing:
            problems.append(_own(thing) if thing.existing else _theirs(thing))
    return problems


async def _storage_keys(stack: Stack, names: Names) -> None:
    """Azure DevOps' own ids of members who are others': what roles on pools and reads ask for."""
    directory = names.directory
    principals = [one.principal for one in stack.active if one.azure_devops.existing]
    groups = [one.id for one in stack.members.entra_groups if one.existing]
    members = [
        *(directory.member_principal(one.principal_id) for one in principals if one is not None),
        *map(directory.member_group, groups),
    ]
    await asyncio.gather(*map(directory.storage_key, await asyncio.gather(*members)))


def _missing(thing: Thing, reason: str) -> Problem:
    return thing.source.problem(
        thing.path,
        f"{thing.what} is not there, or it is hidden: {reason}",
        expected="with `existing: true`, what somebody else has made",
        todo="remove `existing`, so that this stack makes it; or let the others make it first",
    )


def _own(thing: Thing) -> Problem:
    return thing.source.problem(
        thing.path,
        f"this stack itself made {thing.what}: it would be deleted, because `existing` is somebody else's",
        expected="`existing` only for what another stack or a person looks after",
        todo="remove `existing`; to hand it over, let the other stack take it over, and take it out of this "
        "one's state (docs/guides/changes.md)",
    )


def _theirs(thing: Thing) -> Problem:
    return thing.source.problem(
        thing.path,
        f"{thing.what} is there already, and this stack does not look after it",
        expected="nothing of this kind before the stack makes it",
        todo=thing.way_out,
    )


def _plain(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _things(stack: Stack, names: Names, had: Container[str]) -> Iterator[Thing]:
    for workload in stack.active:
        yield from _of_workload(workload, names)
    people = stack.members
    for number, group in enumerate(people.entra_groups):
        yield from _of_member(people.source, ("entra_groups", number), group, names, had)
    for number, person in enumerate(people.people):
        yield from _of_member(people.source, ("people", number), person, names, had)


def _of_member(
    source: Source, path: KeyPath, one: EntraGroup | Person, names: Names, had: Container[str]
) -> Iterator[Thing]:
    directory, way_out = names.directory, "say `existing: true` if somebody else looks after it, or "
    way_out += "`take_over: true` if this stack is to do so from now on"
    if isinstance(one, Person):
        what, id_, type_ = f"the member {one.user}", targets.of_person(one.user), f"{ADO}user:User"
        inputs = {"principalName": one.user}

        def find() -> Awaitable[str]:
            return directory.person(one.user)
    else:
        what, id_ = f"the Entra group {one.name} as a member", targets.of_entra_group(one.id)
        type_, inputs = f"{ADO}groupEntitlement:GroupEntitlement", {"originId": one.id}

        def find() -> Awaitable[str]:
            return directory.member_group(one.id)

    member = Thing(id_, source, path, what, find, type_, inputs, one.existing, one.take_over, way_out=way_out)
    yield member
    # Colleagues stay in groups that are taken out of the file, and may come back to them.
    back = isinstance(one, Person) and id_ in had
    yield from _memberships(source, path, one.member_of, member, names, one.take_over or back)


def _of_workload(workload: Workload, names: Names) -> Iterator[Thing]:
    source, directory = workload.source, names.directory
    principal, place = workload.principal, workload.azure_devops
    if principal is not None and place.access_level != "none":
        id_, what = targets.of_member(principal.principal_id), f"the identity of {workload.name} as a member"
        type_ = f"{ADO}servicePrincipalEntitlement:ServicePrincipalEntitlement"
        inputs = {"originId": principal.principal_id}

        def find() -> Awaitable[str]:
            return directory.member_principal(principal.principal_id)

        member = Thing(id_, source, ("azure_devops",), what, find, type_, inputs, place.existing)
        if place.existing:
            yield member
        yield from _memberships(source, ("azure_devops",), place.member_of, member, names)
    for key, connection in workload.connections.items():
        if connection.existing:
            # Of others the resource itself says in a preview and in an update that they are there.
            yield _connection(source, key, connection, names)


def _connection(source: Source, key: str, connection: Connection, names: Names) -> Thing:
    project, name = names.project(connection.project), connection.named(key)
    to_registry = connection.container_registry is not None

    async def find() -> str:
        return (await names.directory.connection(connection.project, name, to_registry)).id

    id_, what = targets.of_connection(project.id, name), f"the connection {name}"
    return Thing(id_, source, ("connections", key), what, find, TYPES[to_registry], existing=True)


def _memberships(
    source: Source,
    path: KeyPath,
    groups: tuple[MemberOf, ...],
    of: Thing,
    names: Names,
    take_over: bool = False,
) -> Iterator[Thing]:
    for number, wanted in enumerate(groups):
        group = names.group(wanted)

        async def in_group(descriptor: str = group.descriptor) -> str:
            member = await of.find()
            if member not in await names.directory.members_of(descriptor):
                raise NotThere("the group does not have this member")
            return member

        yield Thing(
            targets.of_membership(of.id, group.id),
            source,
            (*path, "member_of", number),
            f"the membership in {names.called(wanted)}",
            in_group,
            f"{ADO}groupMembership:GroupMembership",
            {"group": group.descriptor},
            wanted.existing,
            take_over,
            of,
        )
