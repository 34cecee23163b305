"""Who may change the applications of a stack, and so add credentials: the same for whoever runs it."""

from dataclasses import dataclass

import pulumi
from pulumi.runtime.sync_await import _sync_await

from stacks.directory import Directory
from stacks.last_run import LastRun
from stacks.manifest import Stack


@dataclass(frozen=True)
class Owners:
    """The owners of applications. first: who deployed the first application, which the next run asks for."""

    ids: tuple[str, ...] = ()
    first: str = ""


def find(stack: Stack, directory: Directory, last: LastRun) -> Owners:
    """The deployers that organization.yaml names; without them, whoever deployed first."""
    named = tuple(one.principal_id for one in stack.organization.deployers)
    if all(one.kind != "application" for one in stack.active):
        return Owners(named, last.text("deployer"))
    caller = _sync_await(directory.caller())
    first = last.text("deployer") or caller
    if named and caller not in named:
        pulumi.log.warn(
            f"Whoever runs this ({caller}) is not among the `deployers` of organization.yaml, so this run "
            "changes applications only with a right over all of them, such as Application Administrator. "
            "Add it there, or let one of the deployers run it."
        )
    elif not named and caller != first:
        pulumi.log.warn(
            f"Applications are owned by {first}, who deployed first; {caller}, who runs this, is no owner. "
            "Name all who deploy, people and pipelines, under `deployers` in organization.yaml."
        )
    return Owners(named or (first,), first)
