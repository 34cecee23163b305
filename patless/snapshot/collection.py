"""One read-only pass over an organisation."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from patless.clients.azure_devops import ADMINISTRATORS, AzureDevOps
from patless.clients.client import AT_ONCE
from patless.clients.errors import Refused, ServiceError
from patless.errors import CouldNotRun
from patless.snapshot.counts import Counts
from patless.snapshot.records import AccessToken, Agent, Connection, Hook, Person, Pool, Project, Record
from patless.snapshot.snapshot import Gap, Snapshot

T = TypeVar("T")
R = TypeVar("R", bound=Record)

PCA = f"membership of {ADMINISTRATORS}"
CREATION_POLICY = "Policy.DisablePATCreation"


async def collect(devops: AzureDevOps, counts: Counts | None = None) -> Snapshot:
    """Read what reports need; what cannot be read becomes a gap. Raises CouldNotRun if nobody is let in."""
    snapshot = Snapshot(devops.organization, datetime.now(UTC))
    try:
        caller = await devops.caller()
        snapshot.caller = str(caller.get("providerDisplayName") or caller.get("subjectDescriptor") or "")
    except ServiceError as error:
        raise _not_let_in(devops.organization, error) from None
    await _Collection(devops, snapshot, counts or Counts()).run()
    return snapshot


def _not_let_in(organization: str, error: ServiceError) -> CouldNotRun:
    if isinstance(error, Refused) and error.status == 404:
        return CouldNotRun(
            f"there is no organisation {organization} at dev.azure.com",
            "the name in https://dev.azure.com/NAME",
            "correct --organization",
        )
    if isinstance(error, Refused):
        return CouldNotRun(
            f"the organisation {organization} does not let you in: {error}",
            "an identity of the tenant that the organisation is connected to, added to the organisation",
            "sign in as a member: `az login --tenant TENANT`, or another --sign-in",
        )
    return CouldNotRun(str(error), "an answer from https://dev.azure.com", "look at the network, then again")


class _Collection:
    """The pass itself; each part reads one kind of things, and all of them go on side by side."""

    def __init__(self, devops: AzureDevOps, snapshot: Snapshot, counts: Counts) -> None:
        self._devops = devops
        self._snapshot = snapshot
        self._counts = counts
        self._tokens_refused: Refused | None = None

    async def run(self) -> None:
        parts = (self._people, self._connections, self._hooks, self._agents, self._policy)
        try:
            async with asyncio.TaskGroup() as group:
                for part in parts:
                    group.create_task(part())
        except* CouldNotRun as failed:
            raise failed.exceptions[0] from None
        if self._tokens_refused:
            await self._note_tokens(self._tokens_refused)
        # Parts end in any order, and a report of the same organisation is always the same.
        self._snapshot.gaps.sort(key=lambda gap: (gap.what, gap.why))

    async def _people(self) -> None:
        with self._gap("the people of the organisation and their personal access tokens", PCA):
            async for person in self._records(Person, self._devops.people(), "a person"):
                self._snapshot.people[person.descriptor] = person
        owners = [person for person in self._snapshot.people.values() if person.may_have_tokens]
        self._counts.expect("people", len(owners))
        await _each(owners, self._tokens)

    async def _tokens(self, person: Person) -> None:
        # Who may not read those of one may not read those of another.
        if self._tokens_refused:
            return
        try:
            tokens = self._devops.access_tokens(person.descriptor)
            owned = ({**body, "owner": person.descriptor} async for body in tokens)
            async for token in self._records(AccessToken, owned, f"a token of {person.name}"):
                self._snapshot.tokens.append(token)
        except Refused as error:
            if error.is_missing_right:
                self._tokens_refused = error
                return
            self._note(f"the personal access tokens of {person.name}", error, PCA)
        except ServiceError as error:
            self._note(f"the personal access tokens of {person.name}", error, PCA)
        self._counts.done("people")

    async def _note_tokens(self, error: Refused) -> None:
        """Without this right the lists of other things have holes too, which nobody could see in them."""
        who: list[str] = []
        with suppress(ServiceError):
            who = [
                f"{person.display_name} ({person.name})"
                for descriptor in await self._devops.administrators()
                if (person := self._snapshot.people.get(descriptor))
            ]
        for what, why in (
            ("the personal access tokens of people", str(error)),
            (
                "projects and service connections that you may not see",
                "the service leaves them out of its lists without a word",
            ),
        ):
            self._snapshot.gaps.append(Gap(what, why, PCA, sorted(who)))

    async def _connections(self) -> None:
        with self._gap("the projects and their service connections", "a member's right to view projects"):
            async for project in self._records(Project, self._devops.projects(), "a project"):
                self._snapshot.projects[project.id] = project
        projects = list(self._snapshot.projects.values())
        self._counts.expect("projects", len(projects))
        await _each(projects, self._of_project)
        uses = [
            (project, connection)
            for connection, places in self._snapshot.places.items()
            for project in places
        ]
        self._counts.expect("uses of connections", len(uses))
        await _each(uses, self._use)
        if hidden := [one for one in self._snapshot.connections.values() if one.authorization is None]:
            names = ", ".join(sorted(one.name for one in hidden)[:5]) + (", …" if len(hidden) > 5 else "")
            self._snapshot.gaps.append(
                Gap(
                    f"how {len(hidden)} service connections sign in: {names}",
                    "the service shows them without it",
                    f"the role User on each of them, or {PCA}",
                )
            )

    async def _of_project(self, project: Project) -> None:
        what = f"the service connections of the project {project.name}"
        with self._gap(what, "the role Reader on service connections"):
            found = self._devops.connections(project.id)
            async for connection in self._records(
                Connection, found, f"a service connection in {project.name}"
            ):
                self._snapshot.connections.setdefault(connection.id, connection)
                names = self._snapshot.places.setdefault(connection.id, {})
                names[project.id] = connection.name
        self._counts.done("projects")

    async def _use(self, use: tuple[str, str]) -> None:
        project, connection = use
        name = self._snapshot.places[connection][project]
        with self._gap(f"when the service connection {name} was last used", "the role Reader on it"):
            run = await self._devops.last_run(project, connection)
            if run and (started := (run.get("data") or {}).get("startTime")):
                moment = datetime.fromisoformat(started)
                known = self._snapshot.last_used.get(connection)
                self._snapshot.last_used[connection] = max(known, moment) if known else moment
        self._counts.done("uses of connections")

    async def _hooks(self) -> None:
        with self._gap("the service hooks", "the right to view subscriptions in each project"):
            async for hook in self._records(Hook, self._devops.hooks(), "a service hook"):
                self._snapshot.hooks.append(hook)

    async def _agents(self) -> None:
        with self._gap("the agent pools", "the role Reader on agent pools"):
            pools = [pool async for pool in self._records(Pool, self._devops.pools(), "an agent pool")]
            own = [pool for pool in pools if not pool.is_hosted]
            self._counts.expect("agent pools", len(own))
            await _each(own, self._of_pool)

    async def _of_pool(self, pool: Pool) -> None:
        with self._gap(f"the agents of the pool {pool.name}", "the role Reader on the pool"):
            agents = self._records(Agent, self._devops.agents(pool.id), f"an agent of {pool.name}")
            self._snapshot.agents.append((pool, [agent async for agent in agents]))
        self._counts.done("agent pools")

    async def _policy(self) -> None:
        with self._gap("the policy that restricts the creation of tokens", PCA):
            self._snapshot.creation_policy = await self._devops.policy(CREATION_POLICY)

    async def _records(self, model: type[R], bodies: AsyncIterator[Any], what: str) -> AsyncIterator[R]:
        async for body in bodies:
            try:
                yield model.model_validate(body)
            except ValidationError as error:
                fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
                why = f"the service's answer has another form than expected, in {fields or 'the whole'}"
                self._snapshot.gaps.append(Gap(what, why))

    @contextmanager
    def _gap(self, what: str, right: str) -> Iterator[None]:
        """Note what a refusal or a failure inside the block leaves unread."""
        try:
            yield
        except ServiceError as error:
            self._note(what, error, right)

    def _note(self, what: str, error: ServiceError, right: str) -> None:
        needed = right if isinstance(error, Refused) and error.is_missing_right else ""
        self._snapshot.gaps.append(Gap(what, str(error), needed))


async def _each(items: Iterable[T], work: Callable[[T], Awaitable[None]]) -> None:
    """Do the work for all items, a few of them at a time."""
    waiting = iter(items)

    async def go_on() -> None:
        for item in waiting:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(go_on())
