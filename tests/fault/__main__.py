"""`python -m tests.fault`: all points at which a run can be ended, deletions by hand, and their outcomes."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from patless.engine import install
from patless.project import ROOT
from tests.fault.crash import Bench, NotReached, bench
from tests.fault.points import RUNS, Point, points
from tests.lifecycle.manifests import BASE
from tests.lifecycle.pair import workers


def main(
    only: Annotated[str, typer.Option(help="Points whose name has this in it.")] = "",
    every: Annotated[int, typer.Option(min=1, help="One point of so many.")] = 1,
    first: Annotated[int, typer.Option(min=0, help="How many to leave out before the first.")] = 0,
) -> None:
    """End runs at each point, mend them, and compare; ends with 1 where one is not whole."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        engine = install(ROOT / ".patless/tests", lambda line: typer.echo(line, err=True), pinned=True)
        with bench(Path(made), engine) as here, ThreadPoolExecutor(workers()) as threads:
            found = [point for run in RUNS for point in points(run, *here.changes(run)) if only in point.name]
            outcomes = [*threads.map(lambda point: _tried(here, point), found[first::every])]
            by_hand = [urn for urn in one_of_each(here.resources(BASE)) if only in f"deleted by hand {urn}"]
            outcomes += threads.map(lambda urn: _deleted(here, urn), by_hand)
    whole = sum(outcome is True for outcome in outcomes)
    reached = sum(outcome is not None for outcome in outcomes)
    typer.echo(
        f"{reached} points tried, {whole} whole, {len(outcomes) - reached} not reached, "
        f"{time.monotonic() - began:.0f} s"
    )
    sys.exit(whole < len(outcomes))


def _tried(here: Bench, point: Point) -> bool | None:
    """Whether all is whole after the run was ended there; None where the run did not come to it."""
    try:
        why = here.mended(point)
    except NotReached as error:
        typer.echo(f"not reached: {error}")
        return None
    typer.echo(f"{'whole' if not why else 'NOT WHOLE'} {point.name}")
    if why:
        typer.echo(f"     {why}")
    return not why


def one_of_each(urns: list[str]) -> list[str]:
    """The first of each type, but for identities.

    The organisation keeps the seat of an identity that was deleted by hand, and the official plug-in drops it
    from the state in a refresh: whoever deletes an identity takes its seat away too.
    """
    kinds: dict[str, str] = {}
    for urn in urns:
        kinds.setdefault(urn.split("::")[2].split("$")[-1], urn)
    return [urn for kind, urn in kinds.items() if not kind.endswith(SEATED)]


SEATED = ("Application", "ServicePrincipal", "ResourceGroup", "UserAssignedIdentity")


def _deleted(here: Bench, urn: str) -> bool:
    """Whether all is whole after a thing was deleted by hand."""
    _, why = here.by_hand(urn, BASE)
    typer.echo(f"{'whole' if not why else 'NOT WHOLE'} deleted by hand {urn.rpartition('::')[2]}")
    if why:
        typer.echo(f"     {why}")
    return not why


if __name__ == "__main__":
    typer.run(main)
