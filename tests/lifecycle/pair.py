"""One pair of stacks, A and then B: five claims, on the real engine and on clouds of the pair's own."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from azdo_emulator.model import Cloud
from azdo_emulator.model.seed import SUBSCRIPTION
from patless.engine import Engine
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox
from tests.lifecycle.grants import Grants, grants, taken, watch
from tests.lifecycle.manifests import Manifest
from tests.lifecycle.warm import plugins, warmed


@dataclass(frozen=True)
class Pair:
    """A change: from A to B.

    stops: what the run says where B is refused; empty where it goes through. but: claims that do not hold by
    design.
    """

    name: str
    before: Manifest
    after: Manifest
    stops: str = ""
    but: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a pair: the claims that do not hold, each with a line that says why."""

    pair: Pair
    broken: dict[str, str]

    @property
    def is_good(self) -> bool:
        """Whether all claims hold."""
        return not self.broken


LONGEST = 90.0
"""Seconds that one run may take; a good one takes two or three."""


class Invalid(Exception):
    """A does not deploy, so that the pair says nothing."""


CLAIMS = {
    "succeeds": "B goes through",
    "settles": "a further B changes nothing",
    "alone": "the cloud is that of B alone",
    "keeps": "nothing that both grant was deleted on the way",
    "returns": "A comes back",
}


@dataclass(frozen=True)
class Deployed:
    """A cloud on which one stack was deployed and nothing before it, to look at and to copy."""

    folder: Path
    grants: Grants
    failed: str
    """What the engine said where it failed; else empty."""


class Bench:
    """Where pairs are run: one warmed engine, and clouds to copy."""

    def __init__(self, folder: Path, engine: Engine, programs: Path) -> None:
        self.folder = folder
        self.engine = engine
        self.programs = programs
        self._fresh = self._made(folder / "fresh")
        self._turn = threading.Lock()
        self._deployed: dict[str, Future[Deployed]] = {}

    def _made(self, folder: Path) -> Path:
        sandbox = Sandbox(folder, self.engine)
        sandbox.prepare()
        plugins(sandbox.folder / "home", self.programs)
        with Cloud(sandbox.folder) as cloud, cloud.write() as session:
            group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-shared"
            session.add(
                "resources",
                id=f"{group}/providers/Microsoft.ContainerRegistry/registries/otherimages",
                resource_group_id=group,
                type="Microsoft.ContainerRegistry/registries",
                name="otherimages",
                location="westeurope",
                principal_id=None,
            )
        return sandbox.folder

    def deployed(self, manifest: Manifest) -> Deployed:
        """The cloud of a stack alone; each stack is deployed once, however many pairs it is in."""
        key = repr(manifest)
        with self._turn:
            mine = key not in self._deployed
            future = self._deployed.setdefault(key, Future())
            folder = self.folder / f"alone-{len(self._deployed)}"
        if mine:
            try:
                shutil.copytree(self._fresh, folder)
                done = World(folder, self.engine).up(manifest)
                failed = _tail(done) if done.returncode else ""
                future.set_result(Deployed(folder, grants(folder), failed))
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def run(self, pair: Pair) -> Outcome:
        """Try the claims. Raises Invalid where A alone does not deploy."""
        start = self.deployed(pair.before)
        if start.failed:
            raise Invalid(f"{pair.name}: {start.failed}")
        with tempfile.TemporaryDirectory(dir=self.folder) as made:
            folder = Path(shutil.copytree(start.folder, Path(made, "world")))
            broken = dict(self._broken(pair, World(folder, self.engine), start.grants))
        return Outcome(pair, {claim: why for claim, why in broken.items() if claim not in pair.but})

    def _broken(self, pair: Pair, world: "World", before: Grants) -> Iterator[tuple[str, str]]:
        watch(world.folder)
        done = world.up(pair.after, **pair.variables)
        after, gone = grants(world.folder), taken(world.folder)
        if pair.stops:
            yield from _of_stop(pair, done, before, after)
        elif done.returncode:
            yield "succeeds", f"B failed: {_tail(done)}"
        else:
            yield from self._of_b(pair, world, after)
            if lost := _lost(before, after, gone):
                yield "keeps", f"deleted on the way: {lost}"
        back = world.up(pair.before, **pair.variables)
        if back.returncode:
            yield "returns", f"A failed: {_tail(back)}"
        elif (again := grants(world.folder)) != before:
            yield "returns", _difference(before, again)

    def _of_b(self, pair: Pair, world: "World", after: Grants) -> Iterator[tuple[str, str]]:
        again = world.up(pair.after, "--expect-no-changes")
        if again.returncode:
            yield "settles", f"a further B: {_tail(again)}"
        alone = self.deployed(pair.after)
        if alone.failed:
            yield "alone", f"B alone failed: {alone.failed}"
        elif alone.grants != after:
            yield "alone", _difference(alone.grants, after)


def _of_stop(
    pair: Pair, done: "subprocess.CompletedProcess[str]", before: Grants, after: Grants
) -> Iterator[tuple[str, str]]:
    if done.returncode == 0 or pair.stops not in done.stdout:
        yield "succeeds", f"B was to stop with {pair.stops!r}; it ended with {done.returncode}: {_tail(done)}"
    if after != before:
        yield "keeps", _difference(before, after)


class World:
    """A cloud, and the engine to deploy to it."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.sandbox = Sandbox(folder, engine)
        self.folder = self.sandbox.folder
        self._manifest = self.folder / "stacks/contoso"

    def up(self, manifest: Manifest, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Deploy a stack."""
        manifest.write(self._manifest)
        settings = self.folder / f"Pulumi.{STACK}.yaml"
        own = settings.read_text().partition("config:\n")[0]
        settings.write_text(f"{own}config:\n  patless:folder: {self._manifest}\n")
        return self.pulumi("up", "--yes", "--skip-preview", "--suppress-outputs", *words, **more)

    def pulumi(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run the engine, without the policy pack: it decides nothing here, and costs as much as the rest.

        The state is written once, at the end: none of these runs is killed.
        """
        variables = {
            name: value
            for name, value in self.sandbox.environment().items()
            if name != "PULUMI_OPTION_POLICY_PACK"
        }
        command = [self.sandbox.engine.cli, *words, "--stack", STACK, "--non-interactive"]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=variables | {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        ) as process:
            try:
                said, _ = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                # It lets go of the lock and tells what it waits for.
                process.send_signal(signal.SIGINT)
                said, _ = process.communicate()
                return subprocess.CompletedProcess(command, 1, f"{said}\nstopped after {LONGEST:.0f} s")
        return subprocess.CompletedProcess(command, process.returncode, said)


@contextmanager
def bench(folder: Path, engine: Engine) -> Iterator[Bench]:
    """A bench in a folder."""
    with warmed(folder, engine) as (warm, programs):
        yield Bench(folder, warm, programs)


def _lost(before: Grants, after: Grants, gone: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What was deleted although both sides grant it.

    But for what goes with a connection that is replaced: the plug-in replaces one to a registry for another
    registry or identity.
    """
    both = before & after
    of = {
        side: {one[1] for one in grants if one[0] == "connection"}
        for side, grants in (("a", before), ("b", after))
    }
    same = {one[1] for one in both if one[0] == "connection"}
    replaced = {name for name in of["a"] & of["b"] - same if "(dockerregistry" in name}
    kept = {name.partition(" (")[0] for name in of["a"] & of["b"] - replaced}
    return [
        one
        for one in gone
        if (one in both and not replaced & set(one)) or (one[0] == "connection" and one[1] in kept)
    ]


def _difference(expected: Grants, found: Grants) -> str:
    missing, more = sorted(expected - found), sorted(found - expected)
    return f"missing {missing}; more {more}"


def _tail(done: "subprocess.CompletedProcess[str]") -> str:
    return "\n".join(line for line in done.stdout.splitlines() if line.strip())[-1500:]


def workers() -> int:
    """How many pairs at a time: each keeps half a core busy."""
    return 2 * (os.cpu_count() or 1)
