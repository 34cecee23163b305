"""A stack that stands, on a sandbox of its own, and what is measured on it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from bench.program import PACK
from bench.run import Measured, run
from patless.engine import Engine
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox

PROGRAM = ROOT / "bench/bare"
"""Written with the SDKs alone: beside a program that does more, the guardrails would look cheaper."""

ALONE = "preview"
CHECK = "offline check"
EMPTY = "preview, empty pack"
GUARDED = "preview, guardrails"
PREVIEWS: Mapping[str, Path | None] = {
    ALONE: None,
    EMPTY: ROOT / "bench/guardrails/empty",
    GUARDED: ROOT / "policies",
}
MEASURED = (*PREVIEWS, CHECK)


@dataclass(frozen=True)
class Stack:
    """A stack that stands."""

    sandbox: Sandbox
    workloads: int

    @property
    def file(self) -> Path:
        """What `pulumi stack export` wrote."""
        return self.sandbox.folder / "export.json"

    @property
    def state(self) -> dict[str, Any]:
        """The same, read."""
        found: dict[str, Any] = json.loads(self.file.read_text())
        return found

    def measure(self, what: str) -> Measured:
        """Take one of the measurements."""
        if what == CHECK:
            command = [str(ROOT / ".venv/bin/patless"), "check", "--state", str(self.file)]
            return run(command, self.sandbox.folder, self.sandbox.environment())
        pack = PREVIEWS[what]
        return self._engine(["preview", "--expect-no-changes"], {PACK: str(pack)} if pack else {})

    def fill(self) -> None:
        """Deploy the program, and export the state."""
        # Nothing else looks at this state while it grows, so writing it once is enough.
        self._engine(["up", "--yes", "--skip-preview"], {"PULUMI_SKIP_CHECKPOINTS": "true"})
        self.file.write_text(self.sandbox.ask("stack", "export", "--stack", STACK))

    def _engine(self, words: list[str], more: dict[str, str]) -> Measured:
        environment = self.sandbox.environment()
        del environment[PACK]
        return run(
            [str(self.sandbox.engine.cli), *words, "--stack", STACK, "--non-interactive"],
            PROGRAM,
            environment | {"BENCH_SIZE": str(self.workloads)} | more,
        )


def standing(fresh: Path, folder: Path, engine: Engine, resources: int) -> Stack:
    """A stack of about as many resources, on a new sandbox in `folder` that starts as `fresh` is."""
    shutil.copytree(fresh, folder)
    stack = Stack(Sandbox(folder, engine), workloads(resources))
    stack.fill()
    return stack


def workloads(resources: int) -> int:
    """The number of workloads for which the program declares nearest to as many resources."""
    return min(range(1, resources), key=lambda number: abs(_declared(number) - resources))


def _declared(number: int) -> int:
    # The stack, its three providers and a resource group; three for each workload, four more for every third.
    return 5 + 3 * number + 4 * ceil(number / 3)
