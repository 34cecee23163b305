"""The stack's own state, as the engine has written it so far: asked only where a run stops anyway."""

import asyncio
import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pulumi

WORKLOAD = "patless:index:Workload"

Resources = Mapping[str, Mapping[str, Any]]
"""What the state holds, by URN; with what a run that died had begun."""


async def resources() -> Resources | None:
    """The resources of the state; None where it cannot be read.

    By the engine's CLI, for no call of the SDK tells it.
    """
    try:
        return await asyncio.to_thread(_export)
    except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError):
        return None


def stack() -> str:
    """The whole name of the stack that is deployed."""
    return f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"


def ask(*words: str) -> str:
    """What the engine's CLI answers, in the folder of the program. Raises where it fails."""
    done = subprocess.run(
        ["pulumi", *words, "--non-interactive"],
        cwd=pulumi.runtime.get_root_directory(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def _export() -> Resources:
    deployment = json.loads(ask("stack", "export", "--stack", stack()))["deployment"]
    begun = [one["resource"] for one in deployment.get("pending_operations") or []]
    return {str(one["urn"]): one for one in [*begun, *(deployment.get("resources") or [])]}


def name(urn: str) -> str:
    """The logical name in a URN."""
    return urn.rpartition("::")[2]


def workload(urn: str, known: Resources) -> str:
    """The workload that a resource is part of, by its logical name; empty where it is part of none."""
    above: str | None = urn
    while above is not None and above in known:
        if known[above].get("type") == WORKLOAD:
            return name(above)
        above = known[above].get("parent")
    return ""
