"""A run that is ended in the middle, and the commands that mend it: the real engine, and clouds to copy."""

import json
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from patless.engine import Engine
from patless.recover import recover
from patless.sandbox.folder import STACK
from tests.fault.place import Ended, Place, delete, last_lines, until
from tests.fault.points import Point, Run
from tests.lifecycle.grants import Grants, grants
from tests.lifecycle.manifests import Manifest
from tests.lifecycle.warm import plugins, warmed

TABLES = (
    "check_configurations",
    "directory_objects",
    "entitlements",
    "federated_identity_credentials",
    "group_entitlements",
    "memberships",
    "owners",
    "pipeline_permissions",
    "resource_groups",
    "role_assignments",
    "security_role_assignments",
    "service_endpoint_project_references",
    "service_endpoints",
    "user_assigned_identities",
)
"""What could be there twice and grant the same."""


class NotReached(Exception):
    """The run ended before it came to the point."""


@dataclass(frozen=True)
class Cloud:
    """What a cloud grants, and how many things of each kind it has."""

    grants: Grants
    counts: dict[str, int]

    @classmethod
    def of(cls, folder: Path) -> "Cloud":
        """The cloud in a folder at this moment."""
        connection = sqlite3.connect(folder / "cloud.sqlite")
        try:
            counts = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES
            }
        finally:
            connection.close()
        return cls(grants(folder), counts)

    def differs(self, found: "Cloud") -> str:
        """In what the other is not like this one; empty where it is."""
        missing, more = self.grants - found.grants, found.grants - self.grants
        counts = {name: (n, found.counts[name]) for name, n in self.counts.items() if n != found.counts[name]}
        return (
            f"missing {sorted(missing)}; more {sorted(more)}; {counts}" if missing or more or counts else ""
        )


class Bench:
    """Where runs are ended: one warmed engine, and clouds to copy."""

    def __init__(self, folder: Path, engine: Engine, programs: Path) -> None:
        self.folder = folder
        self.engine = engine
        fresh = Place(folder / "fresh", engine)
        fresh.prepare()
        plugins(fresh.folder / "home", programs)
        self._turn = threading.Lock()
        self._deployed: dict[str, Future[Path]] = {}

    def deployed(self, manifest: Manifest | None) -> Path:
        """The folder in which one stack was deployed without disturbance; each is deployed once."""
        if manifest is None:
            return self.folder / "fresh"
        key = repr(manifest)
        with self._turn:
            mine = key not in self._deployed
            future = self._deployed.setdefault(key, Future())
            folder = self.folder / f"alone-{len(self._deployed)}"
        if mine:
            try:
                shutil.copytree(self.folder / "fresh", folder)
                done = Place(folder, self.engine).deploy(manifest)
                assert done.code == 0, done.text
                future.set_result(folder)
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    @contextmanager
    def place(self, manifest: Manifest | None) -> Iterator[Place]:
        """A copy of that folder."""
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            place = Place(Path(shutil.copytree(self.deployed(manifest), Path(made, "place"))), self.engine)
            try:
                yield place
            finally:
                place.go_on()
                place.sweep()

    def resources(self, manifest: Manifest | None) -> list[str]:
        """The URNs of what a stack has in the cloud."""
        file = self.deployed(manifest) / f"state/.pulumi/stacks/patless/{STACK}.json"
        latest = json.loads(file.read_text())["checkpoint"]["latest"] or {}
        return [
            one["urn"]
            for one in latest.get("resources", [])
            if one["custom"] and not one["type"].startswith("pulumi:")
        ]

    def changes(self, run: Run) -> tuple[list[str], list[str]]:
        """What a run creates, and what it deletes."""
        before, after = self.resources(run.before), self.resources(run.after)
        return [urn for urn in after if urn not in before], [urn for urn in before if urn not in after]

    def mended(self, point: Point) -> str:
        """End the run at the point, mend it, and look: why it is not whole; empty where it is."""
        with self.place(point.run.before) as place:
            ended = self.end_at(place, point)
            # After one Ctrl-C the engine finishes what it does, and that may have been all.
            if ended.code == 0 and point.victim != "Ctrl-C":
                return f"the run was killed and ended with 0: {last_lines(ended.text)}"
            if point.victim == "plug-in":
                # Whoever only tries again must not make anything twice either.
                place.deploy(point.run.after)
            return self.whole(place, point.run.after)

    def by_hand(self, urn: str, manifest: Manifest) -> tuple[Ended, str]:
        """Delete a thing at its service, refresh, mend: what the refresh said, and why it is not whole."""
        with self.place(manifest) as place:
            delete(place, urn)
            refreshed = place.run("refresh", "--yes", "--skip-preview")
            return refreshed, self.whole(place, manifest)

    def end_at(self, place: Place, point: Point) -> Ended:
        """Begin the run, and end it at the point."""
        place.stall(point.moment, point.urn)
        process = place.deploying(point.run.after)
        if not (until(lambda: place.stalled() or process.poll() is not None) and place.stalled()):
            raise NotReached(f"{point.name}: {last_lines(place.end(process).text)}")
        place.strike(process, point.victim, point.urn)
        place.go_on()
        ended = place.end(process)
        if point.victim != "plug-in":
            place.sweep()
        return ended

    def whole(self, place: Place, manifest: Manifest | None) -> str:
        """Why, after `recover` and the run again, the cloud is not that of an undisturbed run."""
        said: list[str] = []
        # As `make recover` does first: a killed engine leaves these behind, and cannot read them.
        place.drop_empty_sidecars()
        try:
            recover(place, said.append)
        except Exception as error:
            return f"recover: {error} {place.said[-1500:]}"
        told = "; recover said: " + " | ".join(said)
        done = place.deploy(manifest)
        if done.code:
            return f"the run after it: {last_lines(done.text)}{told}"
        if manifest is not None and (again := place.deploy(manifest, "--expect-no-changes")).code:
            return f"a further run: {last_lines(again.text)}{told}"
        differs = Cloud.of(self.deployed(manifest)).differs(Cloud.of(place.folder))
        return differs and differs + told


@contextmanager
def bench(folder: Path, engine: Engine) -> Iterator[Bench]:
    """A bench in a folder."""
    with warmed(folder, engine) as (warm, programs):
        yield Bench(folder, warm, programs)
