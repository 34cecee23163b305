"""What was installed into a checkout, from where and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from patless.errors import PatlessError

Source = Literal["path", "release", "module"]


@dataclass(frozen=True)
class Engine:
    """The Pulumi engine of one checkout; `reasons` has a sentence for each step of the search."""

    cli: Path
    version: str
    source: Source
    reasons: list[str]


def folder_of(root: Path) -> Path:
    """The folder of a checkout that holds its engine."""
    return root / ".patless" / "engine"


def cli_of(root: Path) -> Path:
    """The engine's command line; its language host lies beside it."""
    return folder_of(root) / "bin" / "pulumi"


def installed(root: Path) -> Engine:
    """The engine of the checkout at `root`; reads one small file and starts nothing."""
    try:
        recorded = json.loads((folder_of(root) / "engine.json").read_text(encoding="utf-8"))
        engine = Engine(cli_of(root), recorded["version"], recorded["source"], recorded["reasons"])
    except (FileNotFoundError, ValueError, KeyError):
        engine = None
    if engine is None or not engine.cli.is_file():
        raise PatlessError(
            f"the Pulumi engine is not set up in {root}",
            f"{cli_of(root)}, and engine.json beside its folder",
            "run `make setup`",
        )
    return engine


def pin_of(root: Path) -> str:
    """The pin that was in force when the engine was installed; empty when nothing is."""
    try:
        recorded = json.loads((folder_of(root) / "engine.json").read_text(encoding="utf-8"))
        return str(recorded["pin"])
    except (FileNotFoundError, ValueError, KeyError):
        return ""


def write(root: Path, version: str, source: Source, reasons: Sequence[str], pin: str) -> Engine:
    """Records an engine whose files are all in place."""
    file = folder_of(root) / "engine.json"
    unfinished = file.with_name(f".{file.name}.unfinished")
    content = {"version": version, "source": source, "reasons": list(reasons), "pin": pin}
    unfinished.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(file)
    return Engine(cli_of(root), version, source, list(reasons))
