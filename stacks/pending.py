"""Checks on a connection that an update began to make: whether they are there, nobody can look up.

All else is looked up before it is made (`components/existing.py`), or cannot be there twice. The plug-in
has no look-up for a check. But where an update died, the engine has written into the state what it began; and
where the answer to a create was lost, the update itself has left a note (`components/lost_answer.py`).
"""

import contextvars
import json
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components import own_state
from components.lost_answer import TAG, tag
from stacks.manifest import Stack

NO_LOOK_UP = "azuredevops:index/check"
"""What the types without a look-up begin with."""

Resource = dict[str, Any]


@dataclass(frozen=True)
class Note:
    """What is known of a check whose create was not answered: the name of the note, and what it says."""

    tag: str
    type: str
    project: str
    connection: str
    name: str


@dataclass(frozen=True)
class Left:
    """What earlier updates left open.

    begun: all that was being made, if a check is among it. notes: of checks. connections: those of the state,
    by id.
    """

    begun: list[Resource] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    connections: dict[str, Resource] = field(default_factory=dict)


class Pending(Exception):
    """A create of which nobody knows whether it was done; the text says how to find out."""


def ask(stack: Stack) -> Future[Left] | None:
    """Look into the stack's own state, beside what else the program does; none of a preview's business.

    By the engine's CLI, for no call of the SDK tells it. To be called before a resource is declared, because
    then the engine writes what it begins in this run.
    """
    if pulumi.runtime.is_dry_run() or not _has_checks(stack):
        return None
    pool = ThreadPoolExecutor(2)
    notes = pool.submit(contextvars.copy_context().run, _notes)
    return pool.submit(contextvars.copy_context().run, _left, notes)


def refuse(asked: Future[Left] | None) -> None:
    """Refuse to go on where a check may be there already."""
    try:
        left = asked.result() if asked else Left()
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        pulumi.log.warn(
            f"The stack's own state cannot be looked into ({error}). If an update died while it made a check "
            "on a service connection, this one makes a second: see docs/guides/recovery.md."
        )
        return
    if left.begun or left.notes:
        raise Pending(_words(left))


def _has_checks(stack: Stack) -> bool:
    connections = (one for workload in stack.active for one in workload.own_connections.values())
    return any(connection.checks.exist for connection in connections)


def _notes() -> list[Note]:
    """The notes on checks; a backend that cannot keep any has none."""
    try:
        tags = json.loads(own_state.ask("stack", "tag", "ls", "--json", "--stack", own_state.stack()))
    except subprocess.CalledProcessError:
        return []
    split = [(name, text.split(" ", 3)) for name, text in tags.items() if name.startswith(TAG)]
    return [Note(name, *words) for name, words in split if len(words) == 4 and _is_check(words[0])]


def _left(notes: Future[list[Note]]) -> Left:
    deployment = json.loads(own_state.ask("stack", "export", "--stack", own_state.stack()))["deployment"]
    resources = deployment.get("resources") or []
    begun = [
        operation["resource"]
        for operation in deployment.get("pending_operations") or []
        # Components and providers are nothing but names in the state.
        if operation["type"] == "creating" and operation["resource"].get("provider")
    ]
    known = {tag(one["urn"]) for one in resources if _is_check(one["type"])}
    connections = {one["id"]: one for one in resources if "/serviceEndpoint" in one["type"]}
    open_: list[Note] = []
    for note in notes.result():
        # Imported since; or its connection is gone, and with it whatever there was.
        if note.tag in known or note.connection not in connections:
            # A note that stays is looked at again in the next run.
            with suppress(subprocess.CalledProcessError):
                own_state.ask("stack", "tag", "rm", note.tag, "--stack", own_state.stack())
        else:
            open_.append(note)
    return Left(begun if any(_is_check(one["type"]) for one in begun) else [], open_, connections)


def _is_check(type_: str) -> bool:
    return type_.startswith(NO_LOOK_UP)


def _words(left: Left) -> str:
    begun = [one for one in left.begun if _is_check(one["type"])]
    names = [*map(_name, begun), *(note.name for note in left.notes)]
    looks = sorted({*map(_see_begun, begun), *(_see(note.project, note.connection) for note in left.notes)})
    steps = ["see what is there of all that was being made; for the checks, with"]
    steps[0] += "".join(f"\n               {line}" for line in looks)
    if left.begun:
        steps.append("pulumi refresh --yes --clear-pending-creates")
    imports = [*map(_import, left.begun), *(_import(_of(note, left)) for note in left.notes)]
    steps.append(
        "for each that is there, with its ID:" + "".join(f"\n               {one}" for one in imports)
    )
    if left.notes:
        forget = "".join(f"\n               pulumi stack tag rm {note.tag}" for note in left.notes)
        steps.append(f"when that is done, or where nothing is there:{forget}")
    return (
        "an update died, or lost an answer, while it made checks on service connections; they may be there, "
        f"and nothing can look them up: {', '.join(names)}\n"
        "  expected: a state that knows every check that Azure DevOps has, so that none is made twice\n"
        "  next:     on the sandbox, run `make recover`; elsewhere, as docs/guides/recovery.md tells,\n"
    ) + "\n".join(f"            {number}. {step}" for number, step in enumerate(steps, 1))


def _see_begun(check: Resource) -> str:
    return _see(check["inputs"]["projectId"], check["inputs"]["targetResourceId"])


def _see(project: str, connection: str) -> str:
    """The call that lists the checks of a connection; their ids are "project/number"."""
    return (
        f"GET {project}/_apis/pipelines/checks/configurations?resourceType=endpoint&resourceId={connection}"
    )


def _of(note: Note, left: Left) -> Resource:
    """The check of a note: it stands beside its connection."""
    beside = left.connections[note.connection]
    kept = {key: value for key, value in beside.items() if key in ("parent", "provider")}
    return {**kept, "type": note.type, "urn": f"::{note.name}"}


def _import(begun: Resource) -> str:
    """The command that puts it where the program has it."""
    parent = f"--parent 'parent={begun['parent']}' " if "parent" in begun else ""
    return (
        f"pulumi import '{begun['type']}' '{_name(begun)}' 'ID' {parent}"
        f"--provider 'provider={begun['provider'].rpartition('::')[0]}' --protect=false --generate-code=false"
    )


def _name(begun: Resource) -> str:
    return str(begun["urn"]).rpartition("::")[2]
