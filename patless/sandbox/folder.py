"""The folder of a sandbox: cloud, Pulumi state, Pulumi home and settings in one place."""

import fcntl
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from patless import events
from patless.engine import Engine
from patless.errors import PatlessError
from patless.events import Run
from patless.project import ROOT
from patless.sandbox.environment import environment

STACK = "contoso"
FOLDER = ROOT / ".patless/sandbox"
"""The sandbox of this checkout."""

# `stack init` writes the salt of the passphrase beside a Pulumi.yaml; with one of its own, the sandbox's salt
# stays in its folder and the checkout stays clean.
PROJECT = "name: patless\nruntime: python\n"


class Sandbox:
    """One sandbox on this machine; `Sandbox(folder)` touches nothing, `prepare` makes what is missing."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder.resolve()
        self.engine = engine
        self.was_interrupted = False

    def environment(self) -> dict[str, str]:
        """All variables of a process in this sandbox."""
        return environment(self.folder, self.engine.cli.parent, os.environ)

    def prepare(self) -> None:
        """Make what is missing; what is there stays as it is, also after an interrupted start."""
        from azdo_emulator import model
        from azdo_emulator.providers.installing import install as install_plugins

        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._locked():
            (self.folder / "state").mkdir(exist_ok=True)
            self._drop_empty_sidecars()
            self._write_once("passphrase", secrets.token_urlsafe(32))
            self._write_once("Pulumi.yaml", PROJECT)
            model.open_seeded(self.folder).close()
            install_plugins(self.folder / "home")
            if not (self.folder / f"state/.pulumi/stacks/patless/{STACK}.json").exists():
                self._quietly("stack", "init", STACK, "--secrets-provider", "passphrase", cwd=self.folder)
            self._quietly("stack", "select", STACK, cwd=ROOT)

    def logged(self, *words: str, cwd: Path = ROOT) -> tuple[int, Run]:
        """Run the engine on the user's terminal; its exit code, and what its event log says."""
        log = self.folder / "events.json"
        log.unlink(missing_ok=True)
        sys.stdout.flush()
        with _interrupts_left_to_the_engine(self._interrupted):
            done = subprocess.run(
                [self.engine.cli, *words, "--event-log", log],
                cwd=cwd,
                # The engine hides --event-log without this.
                env=self.environment() | {"PULUMI_DEBUG_COMMANDS": "true"},
                check=False,
            )
        return done.returncode, events.read(log)

    def outputs(self) -> dict[str, Any]:
        """The outputs of the stack."""
        done = subprocess.run(
            [self.engine.cli, "stack", "output", "--json", "--stack", STACK],
            cwd=ROOT,
            env=self.environment(),
            check=True,
            capture_output=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def _interrupted(self) -> None:
        self.was_interrupted = True

    def ask(self, *words: str, given: str | None = None) -> str:
        """Run the engine out of sight, with `given` on its stdin; what it answers."""
        return self._quietly(*words, cwd=ROOT, given=given)

    def _quietly(self, *words: str, cwd: Path, given: str | None = None) -> str:
        done = subprocess.run(
            [self.engine.cli, *words, "--non-interactive"],
            cwd=cwd,
            env=self.environment(),
            check=False,
            capture_output=True,
            text=True,
            input=given,
        )
        if done.returncode:
            raise PatlessError(
                f"the sandbox in {self.folder} did not start: "
                f"pulumi {' '.join(words)} said\n{done.stderr.strip()}",
                "a sandbox folder that the engine can read and write",
                "run `make reset` to start a new sandbox, then try again",
            )
        return done.stdout

    def _drop_empty_sidecars(self) -> None:
        """Forget what a killed engine left beside its files, since it cannot read them with it (EOF).

        It keeps content type and checksum there, writes them in place, and needs neither.
        """
        for sidecar in (self.folder / "state").rglob("*.attrs"):
            # Another run may be writing it, or has just done so: it is none the worse without it.
            with suppress(FileNotFoundError):
                if not sidecar.stat().st_size:
                    sidecar.unlink()

    def _write_once(self, name: str, text: str) -> None:
        path = self.folder / name
        if path.exists():
            return
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(text)
        part.rename(path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def _interrupts_left_to_the_engine(heard: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C reaches the engine as well; it finishes what is under way, and must not be killed meanwhile."""
    # Not SIG_IGN, which the engine would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: heard())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
