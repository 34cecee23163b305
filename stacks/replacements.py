"""What a run would replace, or delete although it is protected: said before anything is sent."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from stacks.identities import MANAGED, Identities
from stacks.last_run import LastRun
from stacks.manifest import Connection, ManifestError, Problem, Stack, Workload
from stacks.names import Names
from stacks.renames import Renames, shape

WANTED = "PATLESS_REPLACE_IDENTITIES"
"""Set to `yes` for the one run that is to replace identities."""

KINDS = {"managed": MANAGED, "application": "application", "existing": "existing identity"}


def refuse(stack: Stack, names: Names, last: LastRun, renames: Renames, identities: Identities) -> None:
    """Stop before anything is lost that nobody asked for. Raises ManifestError."""
    problems = [*_of_identities(stack, last, identities)]
    if os.environ.get(WANTED, "").lower() == "yes":
        for problem in problems:
            pulumi.log.warn(f"{problem.key}: {problem.what}")
        problems = []
    if last.protects:
        problems += _protected(stack, names, last, renames, identities)
    if problems:
        raise ManifestError(problems)
    for workload in stack.active:
        had = identities.had(workload)
        if had and had.get("kind") != KINDS[workload.kind]:
            pulumi.log.warn(
                f"{workload.name} gets another identity: {_kind(workload)} in place of {had.get('name')}. "
                f"Its client id changes from {had.get('client_id')}; until the run has ended, what it has is "
                f"interrupted: {_interrupted(last, renames.workload(workload.name))}."
            )


def _kind(workload: Workload) -> str:
    return {"managed": "a managed identity", "application": "an application"}.get(
        workload.kind, "another one"
    )


def _of_identities(stack: Stack, last: LastRun, identities: Identities) -> Iterator[Problem]:
    """Managed identities that this run replaces, all in one, for one key does it."""
    replaced = {
        workload.name: had
        for workload in stack.active
        if workload.kind == "managed"
        and (had := identities.had(workload)).get("kind") == MANAGED
        and had["resource_id"].lower() != identities.resource_id(workload).lower()
    }
    before = last.text("resource_group")
    moved = bool(before) and before.lower() != identities.resource_group_id.lower()
    if not replaced and not moved:
        return
    what = []
    if replaced:
        listed = "; ".join(
            f"{name} (client id {had['client_id']}; {_interrupted(last, identities.renames.workload(name))})"
            for name, had in replaced.items()
        )
        what.append(
            f"this replaces {len(replaced)} managed identities. Each gets a new client id, and until the run "
            f"has ended nothing signs in as it: {listed}"
        )
    if moved:
        what.append(f"this replaces and so deletes the resource group {before}, with all that is in it")
    path = ("resource_group", "name") if moved else ("names", "managed_identity")
    yield stack.organization.source.problem(
        path,
        "; ".join(what),
        expected="the names and the resource group that the identities have: Azure renames and moves none",
        todo=f"take the change back; if it is meant, run once with {WANTED}=yes, and afterwards give the new "
        "client ids to whoever has written the old ones down",
    )


def _interrupted(last: LastRun, workload: str) -> str:
    """What somebody has, in words."""
    had = last.workloads.get(workload, {})
    parts = [f"the connection {one.get('name')}" for one in (had.get("connections") or {}).values()]
    parts += [f"the group {group}" for group in had.get("member_of") or ()]
    parts += [f"the agent pool {pool}" for pool in had.get("agent_pools") or ()]
    parts += [f"the role {role.get('role')} on {role.get('scope')}" for role in had.get("roles") or ()]
    return ", ".join(parts) or "nothing else"


def _protected(
    stack: Stack, names: Names, last: LastRun, renames: Renames, identities: Identities
) -> Iterator[Problem]:
    """The engine stops at what is protected too, but in the middle of the run."""
    now = {renames.workload(one.name): one for one in stack.active}
    for name, had in last.workloads.items():
        workload = now.get(name)
        if _had_place(last, had) and not _keeps_place(workload, identities):
            yield _problem(stack, workload, ("azure_devops",), f"the place of {name} in Azure DevOps")
        kept = (
            {renames.connection(workload.name, key)[1]: key for key in workload.own_connections}
            if workload
            else {}
        )
        for key, connection in last.connections(name).items():
            new = workload.connections[kept[key]] if workload and key in kept else None
            if new is None or _replaces(new, connection, names):
                path = ("connections", kept[key]) if new else ("connections",)
                yield _problem(stack, workload, path, f"the connection {connection.get('name')} of {name}")
    groups = {f"entra group {group.id}" for group in stack.members.entra_groups}
    for target in last.targets:
        if target.startswith("entra group ") and " in " not in target and target not in groups:
            yield stack.members.source.problem(
                ("entra_groups",), f"this deletes the place of the {target}, which is protected", **TWO_RUNS
            )


TWO_RUNS = {
    "expected": "nothing protected is deleted, or made anew",
    "todo": "put it back; if it is meant, set `protect: false` in organization.yaml, run, and only then make "
    "this change",
}


def _problem(stack: Stack, workload: Workload | None, path: tuple[str, ...], what: str) -> Problem:
    if workload is None:
        source = stack.organization.source
        return source.problem(("protect",), f"this deletes {what}, which is protected", **TWO_RUNS)
    words = f"this deletes {what}, or makes it anew, and it is protected"
    return workload.source.problem(path, words, **TWO_RUNS)


def _had_place(last: LastRun, had: Mapping[str, Any]) -> bool:
    """Whether the stack itself gave a workload its place in Azure DevOps."""
    identity = had.get("identity") or {}
    others = identity.get("kind") == KINDS["existing"]
    place = f"member {identity.get('principal_id')}"
    return had.get("access_level") != "none" and (not others or place in last.targets)


def _keeps_place(workload: Workload | None, identities: Identities) -> bool:
    place = workload.azure_devops if workload else None
    if workload is None or place is None or place.access_level == "none" or place.existing:
        return False
    had = identities.had(workload)
    if had.get("kind") != KINDS[workload.kind]:
        return False
    if workload.principal is not None:
        return had.get("principal_id") == workload.principal.principal_id
    return (
        workload.kind != "managed" or had["resource_id"].lower() == identities.resource_id(workload).lower()
    )


def _replaces(new: Connection, had: Mapping[str, Any], names: Names) -> bool:
    """Whether the plug-in makes the connection anew: in another project, and to or from another registry."""
    wanted = shape(new, names)
    to_registry = "/registries/" in f"{wanted['scope']}{had.get('scope')}"
    return bool(
        wanted["project_id"] != had.get("project_id") or (to_registry and wanted["scope"] != had.get("scope"))
    )
