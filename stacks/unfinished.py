"""Checks on a connection that an update began to make, and died: whether they are there, nobody can look up.

All else is looked up before it is made (`components/twin.py`), or cannot be there twice. The official plug-in
has no look-up for a check; but the engine writes into the state what it begins, and there it stays.
"""

import json
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pulumi

from stacks.manifest import Stack

NO_LOOK_UP = "azuredevops:index/check"
"""What the types without a look-up begin with."""

Begun = list[dict[str, Any]]


class Unfinished(Exception):
    """A create of which nobody knows whether it was done; the text says how to find out."""


def ask(stack: Stack) -> Future[Begun] | None:
    """Look into the stack's own state, beside what else the program does; none of a preview's business.

    By the engine's CLI, for no call of the SDK tells it. To be called before a resource is declared, because
    then the engine writes what it begins in this run.
    """
    if pulumi.runtime.is_dry_run() or not _has_checks(stack):
        return None
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    return ThreadPoolExecutor(1).submit(_begun, name, pulumi.runtime.get_root_directory())


def refuse(asked: Future[Begun] | None) -> None:
    """Refuse to go on where a check may be there already."""
    try:
        begun = asked.result() if asked else []
    except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
        pulumi.log.warn(
            f"The stack's own state cannot be looked into ({error}). If an update died while it made a check "
            "on a service connection, this one makes a second: see docs/guides/recovery.md."
        )
        return
    if begun:
        raise Unfinished(_words(begun))


def _has_checks(stack: Stack) -> bool:
    checks = (connection.checks for workload in stack.active for connection in workload.connections.values())
    return any(one.approvers or one.branches or one.exclusive_lock for one in checks)


def _begun(stack: str, folder: str) -> Begun:
    """What the state has as being created, if a check is among it; folder is where the Pulumi.yaml is."""
    done = subprocess.run(
        ["pulumi", "stack", "export", "--non-interactive", "--stack", stack],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    begun = [
        operation["resource"]
        for operation in json.loads(done.stdout)["deployment"].get("pending_operations") or []
        # Components and providers are nothing but names in the state.
        if operation["type"] == "creating" and operation["resource"].get("provider")
    ]
    return begun if any(_is_check(one) for one in begun) else []


def _is_check(begun: dict[str, Any]) -> bool:
    return str(begun["type"]).startswith(NO_LOOK_UP)


def _words(begun: Begun) -> str:
    checks = [one for one in begun if _is_check(one)]
    return (
        "an update died while it made checks on service connections; they may be there, and nothing can "
        f"look them up: {', '.join(_name(check) for check in checks)}\n"
        "  expected: a state that knows every check that Azure DevOps has, so that none is made twice\n"
        "  next:     on the sandbox, run `make recover`; elsewhere, as docs/guides/recovery.md tells,\n"
        "            1. see what is there of all that was being made; for the checks, with\n"
        + "".join(f"               {line}\n" for line in sorted({_see(check) for check in checks}))
        + "            2. pulumi refresh --yes --clear-pending-creates\n"
        "            3. for each that is there, with its ID:\n"
        + "\n".join(f"               {_import(one)}" for one in begun)
    )


def _see(check: dict[str, Any]) -> str:
    """The call that lists the checks of its connection; their ids are "project/number"."""
    on = check["inputs"]
    return (
        f"GET {on['projectId']}/_apis/pipelines/checks/configurations"
        f"?resourceType={on['targetResourceType']}&resourceId={on['targetResourceId']}"
    )


def _import(begun: dict[str, Any]) -> str:
    """The command that puts it where the program has it."""
    parent = f"--parent 'parent={begun['parent']}' " if "parent" in begun else ""
    return (
        f"pulumi import '{begun['type']}' '{_name(begun)}' 'ID' {parent}"
        f"--provider 'provider={begun['provider'].rpartition('::')[0]}' --protect=false --generate-code=false"
    )


def _name(begun: dict[str, Any]) -> str:
    return str(begun["urn"]).rpartition("::")[2]
