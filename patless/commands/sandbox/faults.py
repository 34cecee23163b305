"""Faults of the sandbox's services: asked for, listed and cleared, also while the door is open."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from patless.sandbox import folder
from patless.sandbox.model import Session, faults, open_seeded
from patless.sandbox.model.faults import Fault, Kind

Json = Annotated[bool, typer.Option("--json", help="For a machine to read.")]

app = typer.Typer(help="What the services do on a bad day, on demand.", no_args_is_help=True)


@app.command("list")
def list_faults(as_json: Json = False) -> None:
    """List the faults that may still happen."""
    with _session() as session:
        found = faults.listed(session)
    if as_json:
        print(json.dumps([vars(fault) for fault in found], indent=2))
        return
    for fault in found:
        print(fault.said())
    if not found:
        print("No fault was asked for.")


@app.command()
def add(
    kind: Annotated[Kind, typer.Argument(help="What goes wrong; docs/guides/sandbox.md has them all.")],
    value: Annotated[str, typer.Argument(help="A detail, such as a Retry-After.")] = "",
    service: Annotated[str, typer.Option(help="A service by its name in the coverage table.")] = "*",
    call: Annotated[str, typer.Option(help="A call by its name in the coverage table.")] = "*",
    times: Annotated[int | None, typer.Option(min=1, help="How often.")] = None,
    probability: Annotated[float, typer.Option(min=0, max=1, help="How likely each time.")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed goes wrong in the same places.")] = 0,
    seconds: Annotated[float | None, typer.Option(min=0, help="For how long.")] = None,
) -> None:
    """Ask for a fault."""
    ends_at = None if seconds is None else time.time() + seconds
    with _session() as session:
        made = faults.add(session, Fault(kind, service, call, value, times, probability, seed, ends_at))
    print(made.said())


@app.command()
def clear(
    number: Annotated[int | None, typer.Argument(help="A fault by its number; all by default.")] = None,
) -> None:
    """Forget a fault, or all of them."""
    with _session() as session:
        cleared = faults.clear(session, number)
    print(f"{cleared} {'fault' if cleared == 1 else 'faults'} cleared.")


@contextmanager
def _session() -> Iterator[Session]:
    with open_seeded(folder.FOLDER) as cloud, cloud.write() as session:
        yield session
