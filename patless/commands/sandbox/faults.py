"""Faults of the sandbox's services: asked for, listed and cleared, also while the server runs."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from azdo_emulator.model import Cloud, Session, faults, open_seeded, replication
from azdo_emulator.model.fault import Fault, Kind
from azdo_emulator.model.replication import Lag
from patless.sandbox import folder

Json = Annotated[bool, typer.Option("--json", help="For a machine to read.")]

app = typer.Typer(help="Fault injection: throttling, lost answers and more, on demand.", no_args_is_help=True)


@app.command("list")
def list_faults(as_json: Json = False) -> None:
    """List the faults that may still happen."""
    with Cloud(folder.FOLDER) as cloud, cloud.read() as session:
        found, late = faults.listed(session), replication.lags(session)
    if as_json:
        lags = {lag: {"attempts": attempts, "seconds": seconds} for lag, (attempts, seconds) in late.items()}
        print(json.dumps({"faults": [vars(fault) for fault in found], "lags": lags}, indent=2))
        return
    lines = [fault.said() for fault in found] + [_said(lag, *how) for lag, how in late.items()]
    print("\n".join(lines) or "No fault was asked for.")


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
def lag(
    what: Annotated[Lag, typer.Argument(help="What comes late; docs/guides/sandbox.md has them all.")],
    attempts: Annotated[int, typer.Option(min=0, help="After so many looks in vain.")] = 0,
    seconds: Annotated[float, typer.Option(min=0, help="After so many seconds.")] = 0.0,
) -> None:
    """Let what is new from now on come late."""
    with _session() as session:
        replication.set_lag(session, what, attempts=attempts, seconds=seconds)
    print(_said(what, attempts, seconds))


@app.command()
def clear(
    number: Annotated[int | None, typer.Argument(help="A fault by its number; all by default.")] = None,
) -> None:
    """Forget a fault, or all of them and every lag."""
    with _session() as session:
        cleared = faults.clear(session, number)
        if number is None:
            cleared += replication.clear(session)
    print(f"{cleared} {'fault' if cleared == 1 else 'faults'} cleared.")


def _said(lag: Lag, attempts: int, seconds: float) -> str:
    return f"lag: {lag}, after {attempts} failed looks and {seconds:g} seconds"


@contextmanager
def _session() -> Iterator[Session]:
    with open_seeded(folder.FOLDER) as cloud, cloud.write() as session:
        yield session
