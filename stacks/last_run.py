"""What the stack's last run exported: what this one is compared with."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from stacks.manifest import ManifestError, Problem

TRIES = 20
PAUSE = 0.05
"""Seconds between two tries."""


@dataclass(frozen=True)
class LastRun:
    """The outputs of the last run; none before the first. `docs/reference/outputs.md` says what is in it."""

    outputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def workloads(self) -> Mapping[str, Mapping[str, Any]]:
        """The workloads, by name."""
        found: Mapping[str, Mapping[str, Any]] = self.outputs.get("workloads") or {}
        return found

    @property
    def targets(self) -> Mapping[str, str]:
        """Who had what, as `stacks.targets` writes it."""
        found: Mapping[str, str] = self.outputs.get("targets") or {}
        return found

    @property
    def protects(self) -> bool:
        """Whether access and connections were protected."""
        return bool(self.outputs.get("protect"))

    def text(self, key: str) -> str:
        """An output that is a text; empty where there is none."""
        return str(self.outputs.get(key) or "")

    def connections(self, workload: str) -> Mapping[str, Mapping[str, Any]]:
        """The stack's own connections of a workload, by key."""
        found: Mapping[str, Mapping[str, Any]] = self.workloads.get(workload, {}).get("connections") or {}
        return {key: one for key, one in found.items() if not one.get("existing")}


def read() -> LastRun:
    """The last run. Raises ManifestError where it cannot be read: nobody would see what a change takes away.

    To be called before a resource is declared: with the first change the engine writes the state anew. A
    backend of files can be met half written ("failed to load checkpoint: EOF"), so it is read again; by an
    invoke, because a `StackReference` would end the run. It brings the engine's own provider into the state.
    """
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    for _ in range(TRIES):
        try:
            answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name})
        # The SDK has no class of its own for a look-up that failed.
        except Exception as error:
            failure = error
            time.sleep(PAUSE)
        else:
            return LastRun(answer.value["outputs"])
    raise ManifestError(
        [
            Problem(
                "Pulumi.yaml",
                1,
                (),
                f"what the last run exported cannot be read: {failure}",
                "a state that can be read, to see what this run would take away",
                "run it again; if it stays so, see what `pulumi stack output` says",
            )
        ]
    )
