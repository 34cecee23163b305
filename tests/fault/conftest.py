"""Fixtures of the fault tier: `patless` as a user runs it, ended in the middle."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from azdo_emulator.model import Cloud, inventory
from patless.engine import Engine, install
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox

SOON = 60.0
"""Seconds after which a condition that does not come true fails its test."""


def until(true: Callable[[], object], what: str) -> None:
    """Wait for a condition."""
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code, and all that the user saw."""

    code: int
    text: str


@dataclass
class Desk:
    """A user at a sandbox."""

    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    seen_in: Path | None = None
    """Where what the user sees is kept; beside the sandbox where it is not said."""

    def start(self, *words: str, limits: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        """Start `patless sandbox …` in a process group of its own, as a terminal does."""
        with self._seen(len(self.started)).open("w") as seen:
            process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("patless_in.py"), "sandbox", *words],
                cwd=ROOT,
                env=os.environ | {"PATLESS_IN": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=seen,
                stderr=subprocess.STDOUT,
                text=True,
                process_group=0,
                preexec_fn=limits,
            )
        self.started.append(process)
        return process

    def seen(self, process: subprocess.Popen[str]) -> str:
        """What the user has seen of it so far."""
        return self._seen(self.started.index(process)).read_text()

    def _seen(self, number: int) -> Path:
        name = f"{self.folder.name}-{number}.txt"
        return self.seen_in / name if self.seen_in else self.folder.with_name(name)

    def end(self, process: subprocess.Popen[str]) -> Ended:
        """Wait until it has ended."""
        return Ended(process.wait(SOON), self.seen(process))

    def run(self, *words: str, limits: Callable[[], None] | None = None) -> Ended:
        """`patless sandbox …`, to its end."""
        return self.end(self.start(*words, limits=limits))

    def start_pulumi(self, *words: str, cwd: Path = ROOT) -> subprocess.Popen[str]:
        """Start plain `pulumi`, as in `make shell`."""
        sandbox = Sandbox(self.folder, engine())
        with self._seen(len(self.started)).open("w") as seen:
            process = subprocess.Popen(
                [sandbox.engine.cli, *words, "--stack", STACK],
                cwd=cwd,
                env=sandbox.environment(),
                stdin=subprocess.DEVNULL,
                stdout=seen,
                stderr=subprocess.STDOUT,
                text=True,
                process_group=0,
            )
        self.started.append(process)
        return process

    def pulumi(self, *words: str) -> Ended:
        """Plain `pulumi`, to its end."""
        process = self.start_pulumi(*words)
        process.wait()
        return Ended(process.returncode, self.seen(process))

    def up_stalled(self, *creates: str) -> subprocess.Popen[str]:
        """`up`, in the middle of these creates."""
        (self.folder / "stall").write_text("".join(f"{create}\n" for create in creates))
        process = self.start("up")
        stalled = self.folder / "stalled"
        until(
            lambda: stalled.exists() and len(stalled.read_text().splitlines()) == len(creates),
            "the creates that are to be slow",
        )
        return process

    def go_on(self) -> None:
        """Let the slow create go on."""
        (self.folder / "stall").unlink()

    def until_seen(self, process: subprocess.Popen[str], text: str) -> None:
        """Wait until the user has seen this."""
        until(lambda: text in self.seen(process), text)

    def kill_engine(self) -> None:
        """What an out-of-memory killer does."""
        (lock,) = (self.folder / "state/.pulumi/locks").rglob("*.json")
        os.kill(json.loads(lock.read_text())["pid"], signal.SIGKILL)

    def interrupt(self, process: subprocess.Popen[str]) -> None:
        """Ctrl-C: the terminal signals the whole foreground group."""
        os.killpg(process.pid, signal.SIGINT)

    def state(self) -> list[dict[str, object]]:
        """The resources that the state has in the cloud, and that no run left half done."""
        found = self.settled()
        assert found is not None
        return found

    def settled(self) -> list[dict[str, object]] | None:
        """The resources that the state has in the cloud; None while one is being made."""
        file = self.folder / "state/.pulumi/stacks/patless/contoso.json"
        latest = json.loads(file.read_text())["checkpoint"]["latest"] or {}
        if latest.get("pending_operations"):
            return None
        resources = latest.get("resources", [])
        return [found for found in resources if found["custom"] and found["type"][:7] != "pulumi:"]

    def counts(self) -> dict[str, int]:
        """How many things of each kind the cloud has."""
        with Cloud(self.folder) as cloud, cloud.read() as session:
            return {table: len(rows) for table, rows in inventory(session).items()}

    def close(self) -> None:
        """End what a failed test left running."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sandbox in which nothing was ever deployed."""
    sandbox = Sandbox(tmp_path_factory.mktemp("fault") / "fresh", engine())
    sandbox.prepare()
    # Two workloads have one of every kind of thing that matters here, in half the time of the whole example.
    manifest = Path(shutil.copytree(ROOT / "stacks/contoso", sandbox.folder.with_name("manifest")))
    for file in (manifest / "workloads").glob("*/*.yaml"):
        if file.stem not in ("mailroom-bot", "support-deployer"):
            file.unlink()
    with (sandbox.folder / "Pulumi.contoso.yaml").open("a") as settings:
        settings.write(f"config:\n  patless:folder: {manifest}\n")
    return sandbox.folder


@pytest.fixture(scope="session")
def undisturbed(fresh: Path) -> Desk:
    """A desk at which one `up` came to its end; not to be changed."""
    desk = Desk(Path(shutil.copytree(fresh, fresh.with_name("undisturbed"))))
    assert (done := desk.run("up")).code == 0, done.text
    return desk


@pytest.fixture
def desk(fresh: Path, tmp_path: Path) -> Iterator[Desk]:
    """A user at a sandbox in which nothing was ever deployed."""
    desk = Desk(Path(shutil.copytree(fresh, tmp_path / "sandbox")))
    yield desk
    desk.close()


@pytest.fixture
def disk(fresh: Path, tmp_path: Path) -> Iterator[Desk]:
    """A user at such a sandbox on a disk of its own, which is 16 MB large."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    desk = Desk(Path(shutil.copytree(fresh, place / "sandbox")), seen_in=tmp_path)
    try:
        yield desk
    finally:
        desk.close()
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def whole(desk: Desk, undisturbed: Desk) -> Callable[[], None]:
    """Asserts that `up` now ends well, that a further one changes nothing, and that all is there once."""
    return lambda: assert_whole(desk, undisturbed)


def assert_whole(desk: Desk, undisturbed: Desk) -> None:
    """The same, of any desk."""
    done = desk.run("up")
    assert done.code == 0, done.text
    again = desk.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")
    assert again.code == 0, again.text
    assert names(desk) == names(undisturbed)
    assert desk.counts() == undisturbed.counts()


def names(desk: Desk) -> list[str]:
    """The resources that the state has."""
    return sorted(str(found["urn"]) for found in desk.state())


def engine() -> Engine:
    """The pinned engine, whatever stands on PATH."""
    return install(ROOT / ".patless/tests", print, pinned=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.engine)
