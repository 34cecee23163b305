"""Fixtures of the engine tier: the real engine on a sandbox of the test's own."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from azdo_emulator.http import process
from azdo_emulator.http.environment import variables
from azdo_emulator.model import Cloud, Session, fingerprint
from patless import events
from patless.engine import Engine, install
from patless.events import Run
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox
from patless.sandbox.official_plugins import settings_for

PLUGINS = ("azuredevops", "azuread", "azure-native")
OFFICIAL = os.environ.get("PATLESS_PLUGINS") == "official" and any(
    shutil.which(f"pulumi-resource-{name}") for name in PLUGINS
)
"""Whether this tier runs with the official plug-ins that are on PATH, and emulated ones for the others."""

PORT = 47113
"""Where the server is then: the state has it, and a test goes on from another one's."""


@dataclass(frozen=True)
class Done:
    """A finished run of the engine: what the user saw and what the event log says."""

    code: int
    text: str
    run: Run
    steps: frozenset[tuple[str, str]]
    """Each operation but `same` and `read`, with the logical name of its resource."""


@dataclass(frozen=True)
class World:
    """A sandbox, and the engine to run on it; by_official_plugins: with those on PATH, and its server."""

    sandbox: Sandbox
    by_official_plugins: bool = OFFICIAL

    def pulumi(self, *words: str, cwd: Path = ROOT, without: tuple[str, ...] = (), **more: str) -> Done:
        """Run `pulumi` as a user would, without the variables that `without` names."""
        log = self.sandbox.folder / "events.json"
        log.unlink(missing_ok=True)
        environment = self.sandbox.environment() | {"PULUMI_DEBUG_COMMANDS": "true"} | self._server() | more
        done = subprocess.run(
            [self.sandbox.engine.cli, *words, "--stack", STACK, "--event-log", log],
            cwd=cwd,
            env={name: value for name, value in environment.items() if name not in without},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A run that hangs fails its test, and not the whole suite.
            timeout=600,
        )
        return Done(done.returncode, done.stdout, events.read(log), _steps(log))

    def _server(self) -> dict[str, str]:
        """What the official plug-ins need, where they are used: a running server, where the state says."""
        if not self.by_official_plugins:
            return {}
        folder = self.sandbox.folder
        server = process.running(folder) or process.start(folder, http=PORT)
        return variables(folder, server) | settings_for(folder, server)

    def close(self) -> None:
        """Stop the server, if it runs."""
        process.stop(self.sandbox.folder)

    def up(self, **more: str) -> Done:
        """`pulumi up`, which has to succeed."""
        done = self.pulumi("up", "--yes", "--skip-preview", **more)
        assert done.code == 0, done.text
        return done

    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources that the state holds, by URN."""
        file = self.sandbox.folder / "state/.pulumi/stacks/patless/contoso.json"
        return {one["urn"]: one for one in json.loads(file.read_text())["checkpoint"]["latest"]["resources"]}

    def resource(self, name: str) -> dict[str, Any]:
        """The one resource of this logical name."""
        (found,) = [one for urn, one in self.resources().items() if urn.endswith(f"::{name}")]
        return found

    def read(self) -> AbstractContextManager[Session]:
        """The cloud's model, to look at."""
        return Cloud(self.sandbox.folder).read()

    def write(self) -> AbstractContextManager[Session]:
        """The cloud's model, to change behind the engine's back."""
        return Cloud(self.sandbox.folder).write()

    def fingerprint(self) -> str:
        """The fingerprint of all that the cloud holds."""
        with self.read() as session:
            return fingerprint(session)

    def use_manifest(self, folder: Path) -> None:
        """Deploy the manifest in `folder` instead of the example."""
        settings = self.sandbox.folder / "Pulumi.contoso.yaml"
        settings.write_text(settings.read_text() + f"config:\n  patless:folder: {folder}\n")


def _steps(log: Path) -> frozenset[tuple[str, str]]:
    events = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    begun = [event["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event]
    return frozenset(
        (step["op"], step["urn"].rpartition("::")[2]) for step in begun if step["op"] not in ("same", "read")
    )


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The pinned engine, whatever stands on PATH."""
    return install(ROOT / ".patless/tests", print, pinned=True)


@pytest.fixture(scope="session")
def fresh(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sandbox in which nothing was ever deployed."""
    sandbox = Sandbox(tmp_path_factory.mktemp("fresh") / "sandbox", engine)
    sandbox.prepare()
    return sandbox.folder


@pytest.fixture(scope="session")
def deployed(fresh: Path, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sandbox on which the example stands."""
    folder = tmp_path_factory.mktemp("deployed") / "sandbox"
    shutil.copytree(fresh, folder)
    world = World(Sandbox(folder, engine))
    world.up()
    world.close()
    return folder


@pytest.fixture
def start(engine: Engine, tmp_path: Path) -> Iterator[Callable[[Path], World]]:
    """Makes a world of the test's own that starts as a given folder is."""
    made = []

    def copy(folder: Path) -> World:
        own = tmp_path / "sandbox"
        shutil.copytree(folder, own)
        made.append(World(Sandbox(own, engine)))
        return made[-1]

    yield copy
    for world in made:
        world.close()


@pytest.fixture
def new_world(fresh: Path, start: Callable[[Path], World]) -> World:
    """A world in which nothing was ever deployed."""
    return start(fresh)


@pytest.fixture(scope="session")
def new_fingerprint(fresh: Path, engine: Engine) -> str:
    """The fingerprint of a cloud in which nothing was ever deployed."""
    return World(Sandbox(fresh, engine)).fingerprint()


@pytest.fixture
def world(deployed: Path, start: Callable[[Path], World]) -> World:
    """A world on which the example stands."""
    return start(deployed)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example's manifest, for the test to change."""
    return Path(shutil.copytree(ROOT / "stacks/contoso", tmp_path / "manifest"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.engine)
