"""The points at which a run is ended, and how."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.lifecycle.manifests import BASE, Edit, Manifest

VICTIMS = ("engine", "plug-in", "Ctrl-C", "Ctrl-C twice")
"""What ends the run: the engine is killed, and leaves a lock; the plug-in alone is, and the engine ends by
itself; the engine is interrupted once, and finishes what it does; or twice, and ends at once."""


@dataclass(frozen=True)
class Run:
    """A run that is to be ended in the middle: from a stack that is deployed to another.

    before, after: none where nothing is deployed; an `after` of none is a destroy.
    """

    name: str
    before: Manifest | None
    after: Manifest | None


@dataclass(frozen=True)
class Point:
    """A point in a run. moment: as `azdo_emulator.providers.stalling` has it. urn: of the resource."""

    run: Run
    moment: str
    urn: str
    victim: str

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return f"{self.run.name}: {self.victim} {self.moment} {self.urn.rpartition('::')[2]}"


def _without_connection(manifest: Manifest) -> None:
    manifest.workload("deployer")["connections"].pop("azure-support")


def _without_registry(manifest: Manifest) -> None:
    manifest.workload("deployer")["connections"].pop("images")


def _without_identities(manifest: Manifest) -> None:
    for path in ("support/bot.yaml", "platform/registrar.yaml"):
        manifest.workloads.pop(path)


def _without_access(manifest: Manifest) -> None:
    manifest.workload("bot")["azure_devops"]["member_of"].pop()
    manifest.workload("bot")["signs_in_from"].pop("staging")
    manifest.workload("deployer").pop("azure")
    manifest.workload("factory").pop("azure")
    manifest.workload("registrar").pop("agent_pools")
    manifest.members["entra_groups"].pop()


EDITS: dict[str, Edit] = {
    "a connection goes": _without_connection,
    "a connection to a registry goes": _without_registry,
    "identities go": _without_identities,
    "memberships, roles and trusts go": _without_access,
}

FIRST = Run("the first up", None, BASE)
DESTROY = Run("destroy", BASE, None)
RUNS = (FIRST, DESTROY, *(Run(name, BASE, BASE.changed(edit)) for name, edit in EDITS.items()))


def points(run: Run, created: list[str], deleted: list[str]) -> Iterator[Point]:
    """All points of a run that creates and deletes these."""
    for victim in VICTIMS:
        for moment in ("before", "after"):
            yield from (Point(run, moment, urn, victim) for urn in created)
            yield from (Point(run, f"{moment}-delete", urn, victim) for urn in deleted)
