"""A preview by the engine, with the policy pack, told by the engine's own log."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from patless.check import reading
from patless.check.change import Subject
from patless.errors import CouldNotRun, PatlessError

OPTION = "PULUMI_OPTION_"
CHOICES = ("CONFIG", "CONFIG_FILE", "CONFIG_PATH", "PARALLEL", "REFRESH", "STACK")
"""Options that a variable may choose; others would change what the preview tells, of which resources."""

STREAMING = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"


@dataclass(frozen=True)
class Engine:
    """The engine, and where it runs."""

    cli: Path
    environment: Mapping[str, str]
    folder: Path
    """A folder of the program."""


def preview(engine: Engine, pack: Path, config: Mapping[str, Any], stack: str | None) -> Subject:
    """Preview the program; raises CouldNotRun where the engine does not even begin."""
    with tempfile.TemporaryDirectory(prefix="patless-check-") as made:
        events, settings = Path(made, "events.json"), Path(made, "config.json")
        words = ["preview", "--non-interactive", "--json", "--show-sames", "--event-log", str(events)]
        words += ["--policy-pack", str(pack)]
        if config:
            settings.write_text(json.dumps(config))
            words += ["--policy-pack-config", str(settings)]
        words += ["--stack", stack] if stack else []
        done = _run(engine, words)
        if not events.exists():
            raise _did_not_begin(done)
        told = reading.of_events(list(reading.lines(events.read_text(), "the event log")), "")
    return _joined(done, told)


def _run(engine: Engine, words: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in engine.environment.items() if _may_choose(name)}
    return subprocess.run(
        [engine.cli, *words],
        cwd=engine.folder,
        # The engine hides --event-log without this.
        env=environment | {"PULUMI_DEBUG_COMMANDS": "true", "PULUMI_SKIP_UPDATE_CHECK": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


def _may_choose(variable: str) -> bool:
    if variable.startswith(OPTION):
        return variable.removeprefix(OPTION) in CHOICES
    return variable != STREAMING


def _joined(done: "subprocess.CompletedProcess[str]", told: Subject) -> Subject:
    """The run as the log tells it, with what only the digest knows: dependencies and lines of the program.

    The digest alone would not do: it leaves default providers out, and they may hold credentials.
    """
    try:
        digest = reading.of_digest(json.loads(done.stdout), "")
    except ValueError:
        digest = None
    richer = {change.urn: change for change in digest.changes} if digest else {}
    changes = [richer.get(change.urn, change) for change in told.changes]
    return replace(
        told,
        title=f"preview of {told.stack}" if told.stack else "preview",
        changes=changes,
        log=replace(told.log, failed=bool(done.returncode) or told.log.failed),
        traced=bool(richer),
        ours=True,
    )


def _did_not_begin(done: "subprocess.CompletedProcess[str]") -> PatlessError:
    said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    words = (
        "\n  ".join(line.removeprefix("error: ") for line in said[-8:]) or f"it ended with {done.returncode}"
    )
    return CouldNotRun(
        f"the preview did not begin; the engine said:\n  {words}",
        "a program, a stack, and an engine that can sign in to its state",
        "name the stack with --stack and the program's folder with --cwd; or give --state or --plan",
    )


def did_not_end() -> CouldNotRun:
    """The error for a run that failed, but for no finding; the report has the engine's words."""
    return CouldNotRun(
        "the run did not come to its end, so there is no verdict",
        "a preview in which every resource can be planned",
        "correct what the engine names in the report, then check again",
    )
