"""A sandbox that a test can end a run on, and look at, from any thread."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from azdo_emulator import model
from azdo_emulator.providers.declaring import Call
from components.lost_answer import LOST
from patless.events import Run as Events
from patless.project import ROOT
from patless.recover.presence import TYPES
from patless.sandbox.folder import STACK, Sandbox
from tests.lifecycle.manifests import Manifest

LONGEST = 60.0
"""Seconds that a command may take; a good one takes two or three."""


@dataclass(frozen=True)
class Ended:
    """A command that has ended, and what it said."""

    code: int
    text: str


class Place(Sandbox):
    """A sandbox whose commands say what they have to say to the test."""

    said = ""

    def environment(self) -> dict[str, str]:
        """Without the policy pack: it decides nothing here, and costs as much as the rest."""
        return {name: value for name, value in super().environment().items() if "POLICY_PACK" not in name}

    def logged(self, *words: str, cwd: Path = ROOT) -> tuple[int, Events]:
        """Out of sight, and from any thread."""
        done = self.run(*words)
        self.said += done.text
        return done.code, Events()

    def write(self, manifest: Manifest) -> None:
        """Put the files of a stack where the program reads them."""
        folder = manifest.write(self.folder / "stacks/contoso")
        settings = self.folder / f"Pulumi.{STACK}.yaml"
        own = settings.read_text().partition("config:\n")[0]
        settings.write_text(f"{own}config:\n  patless:folder: {folder}\n")

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start the engine in a process group of its own, as a terminal does."""
        with (self.folder / "said.txt").open("w") as said:
            return subprocess.Popen(
                [self.engine.cli, *words, "--stack", STACK, "--non-interactive"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
                process_group=0,
            )

    def end(self, process: "subprocess.Popen[str]") -> Ended:
        """Wait until it has ended."""
        try:
            code = process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        return Ended(code, self.said_so_far())

    def said_so_far(self) -> str:
        """What the engine has said in the run that is under way, or in the last one."""
        return (self.folder / "said.txt").read_text()

    def run(self, *words: str) -> Ended:
        """Run the engine to its end."""
        words = tuple(word for word in words if word not in ("--stack", STACK))
        return self.end(self.start(*words))

    def deploy(self, manifest: Manifest | None, *words: str) -> Ended:
        """Deploy a stack; nothing at all is a destroy."""
        return self.end(self.deploying(manifest, *words))

    def deploying(self, manifest: Manifest | None, *words: str) -> "subprocess.Popen[str]":
        """Begin with that."""
        if manifest is None:
            return self.start("destroy", "--yes", "--skip-preview", *words)
        self.write(manifest)
        return self.start("up", "--yes", "--skip-preview", "--suppress-outputs", *words)

    def stall(self, moment: str, urn: str) -> None:
        """Let the service be slow at one point."""
        (self.folder / "stalled").unlink(missing_ok=True)
        (self.folder / "stall").write_text(f"{moment} {urn}\n")

    def stalled(self) -> bool:
        """Whether a run has come to that point."""
        return (self.folder / "stalled").exists()

    def go_on(self) -> None:
        """Let the service be as it was."""
        (self.folder / "stall").unlink(missing_ok=True)

    def strike(self, process: "subprocess.Popen[str]", victim: str, urn: str) -> None:
        """Kill the engine, or the plug-in that has this resource; or send the engine one Ctrl-C, or two."""
        if victim == "engine":
            process.kill()
        elif victim == "plug-in":
            package = urn.split("::")[2].split("$")[-1].partition(":")[0]
            [plugin] = [
                id_
                for id_, parent, command in _processes(self.folder)
                if parent == process.pid and f"/plugin-{package}" in command
            ]
            os.kill(plugin, signal.SIGKILL)
            # Its launcher is dead; what it stands for follows, and must not come to answer before.
            until(lambda: process.poll() is not None or LOST.search(self.said_so_far()), 10)
        else:
            # A terminal signals the engine and what it started alike; a plug-in has a group of its own.
            os.killpg(process.pid, signal.SIGINT)
            until(lambda: "^C received" in self.said_so_far(), 10)
            if victim == "Ctrl-C twice":
                os.killpg(process.pid, signal.SIGINT)
                until(lambda: process.poll() is not None, 10)

    def drop_empty_sidecars(self) -> None:
        """What `prepare` begins with."""
        self._drop_empty_sidecars()

    def sweep(self) -> None:
        """Let the plug-ins of a dead run end, then end what else it has left."""
        until(lambda: all("/plugin-" not in command for _, _, command in _processes(self.folder)), 5)
        for id_, _, _ in _processes(self.folder):
            with suppress(ProcessLookupError):
                os.kill(id_, signal.SIGKILL)


def delete(place: Place, urn: str) -> None:
    """Delete what the state has under this URN, as somebody would who does not know of the stack."""
    resources = json.loads(place.ask("stack", "export", "--stack", STACK))["deployment"]["resources"]
    by_urn = {one["urn"]: one for one in resources}
    # Azure DevOps keeps a connection while somebody trusts it, so that they take the trust away first.
    trusts = [other for other in by_urn if "ndpoint" in urn and urn in by_urn[other].get("dependencies", ())]
    for one in [by_urn[other] for other in trusts if "ederatedIdentityCredential" in other] + [by_urn[urn]]:
        provider = by_urn[one["provider"].rpartition("::")[0]]
        with model.Cloud(place.folder) as cloud, cloud.write() as session:
            TYPES[one["type"]].delete(Call(session, provider["inputs"]), one["id"], one["outputs"])


def until(true: Callable[[], object], seconds: float = LONGEST) -> bool:
    """Wait for a condition; whether it came true."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _processes(folder: Path) -> list[tuple[int, int, str]]:
    """The processes of a sandbox: id, parent and command."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                if f"PATLESS_SANDBOX={folder}\0" in (entry / "environ").read_text(errors="replace"):
                    parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
                    command = (entry / "cmdline").read_text(errors="replace").replace("\0", " ")
                    found.append((int(entry.name), int(parent), command))
    return found


def last_lines(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip())[-1200:]
