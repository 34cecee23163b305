"""`patless engine`: which Pulumi engine is in use, from where, and why."""

import dataclasses
import json
import sys
from typing import Annotated

import typer

from patless.project import ROOT

app = typer.Typer(help="The Pulumi engine that Patless runs on.", invoke_without_command=True)


@app.callback()
def engine(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Print which engine is in use, from where, and why."""
    if context.invoked_subcommand is not None:
        return
    from patless.engine import installed

    found = installed(ROOT)
    if as_json:
        print(json.dumps(dataclasses.asdict(found) | {"cli": str(found.cli)}, indent=2))
        return
    print(f"Pulumi {found.version}, from {found.source}: {found.cli}")
    for reason in found.reasons:
        print(f"  {reason}")


@app.command()
def install() -> None:
    """Find, download or build the engine and put it where the sandbox expects it."""
    from patless.engine import install as install_engine

    def say(line: str) -> None:
        sys.stderr.write(f"engine: {line}\n")

    found = install_engine(ROOT, say)
    say(f"Pulumi {found.version} is ready ({found.source})")
