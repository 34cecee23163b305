"""A program on a sandbox of its own."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from bench import calls, manifests
from bench.calls import Calls
from bench.run import Measured, run
from patless.engine import Engine
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox

OPERATIONS = {
    "preview": ["preview"],
    "up": ["up", "--yes", "--skip-preview"],
    "no-op preview": ["preview", "--expect-no-changes"],
    "no-op up": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
}
PACK = "PULUMI_OPTION_POLICY_PACK"


@dataclass(frozen=True)
class Program:
    """A program, the sandbox that it runs on, and whether the policy pack watches it."""

    name: str
    folder: Path
    sandbox: Sandbox
    size: int
    pack: bool = False

    def measure(self, operation: str) -> Measured:
        """Run one of the operations."""
        return self._run(operation, {})

    def calls(self, operation: str) -> Calls:
        """Run one of the operations; its calls. The log of them takes time, so this is no measurement."""
        log = self.sandbox.folder / "calls.json"
        log.unlink(missing_ok=True)
        self._run(operation, {"PULUMI_DEBUG_GRPC": str(log)})
        return calls.count(log)

    def _run(self, operation: str, more: dict[str, str]) -> Measured:
        command = [
            str(self.sandbox.engine.cli),
            *OPERATIONS[operation],
            "--stack",
            STACK,
            "--non-interactive",
        ]
        environment = self.sandbox.environment() | {"BENCH_SIZE": str(self.size)} | more
        if not self.pack:
            del environment[PACK]
        return run(command, self.folder, environment)


def programs(fresh: Path, folder: Path, engine: Engine, size: int) -> list[Program]:
    """The programs to compare, on new sandboxes below `folder` that start as `fresh` is."""
    manifests.write(folder / "manifest", size)
    sandboxes = {name: Sandbox(folder / name, engine) for name in ("bare", "own", "guarded")}
    for sandbox in sandboxes.values():
        shutil.copytree(fresh, sandbox.folder)
        settings = sandbox.folder / f"Pulumi.{STACK}.yaml"
        settings.write_text(settings.read_text() + f"config:\n  patless:folder: {folder / 'manifest'}\n")
    return [
        Program("bare", ROOT / "bench/bare", sandboxes["bare"], size),
        Program("patless", ROOT, sandboxes["own"], size),
        Program("patless with policies", ROOT, sandboxes["guarded"], size, pack=True),
    ]
