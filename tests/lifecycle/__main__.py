"""`python -m tests.lifecycle`: pairs of stacks, named and at random, and what came of them."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from patless.engine import install
from patless.project import ROOT
from tests.lifecycle.pair import Bench, Invalid, Outcome, Pair, bench, workers
from tests.lifecycle.pairs import at_random, of_names


def main(
    pairs: Annotated[int, typer.Option(min=0, help="Random pairs, beside the named ones.")] = 50,
    seed: Annotated[int, typer.Option(help="The same seed makes the same pairs.")] = 1,
    only: Annotated[
        str, typer.Option(help="Named edits whose name has this in it, and no random pairs.")
    ] = "",
    names: Annotated[bool, typer.Option(help="Try the named edits too.")] = True,
) -> None:
    """Try the five claims on pairs of stacks; ends with 1 where one does not hold."""
    chosen = [[pair] for pair in of_names() if only in pair.name] if names or only else []
    if not only:
        chosen += at_random(seed, pairs)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        engine = install(ROOT / ".patless/tests", lambda line: typer.echo(line, err=True), pinned=True)
        with bench(Path(made), engine) as here, ThreadPoolExecutor(workers()) as threads:
            outcomes = [
                one for chain in threads.map(lambda chain: _run(here, chain), chosen) for one in chain
            ]
    bad = sum(not one.is_good for one in outcomes)
    tried = sum(len(chain) for chain in chosen)
    typer.echo(
        f"{len(outcomes)} pairs, {bad} bad, {tried - len(outcomes)} of which A does not deploy, "
        f"seed {seed}, {time.monotonic() - began:.0f} s"
    )
    sys.exit(bool(bad) or len(outcomes) < tried)


def _run(here: Bench, chain: list[Pair]) -> list[Outcome]:
    """Run pairs one after another, because each begins where the one before it ends; tell each at once."""
    outcomes = []
    for pair in chain:
        try:
            outcomes.append(here.run(pair))
        except Invalid as invalid:
            typer.echo(f"A fails: {invalid}")
            continue
        typer.echo(f"{'good' if outcomes[-1].is_good else 'BAD '} {pair.name}")
        for claim, why in outcomes[-1].broken.items():
            typer.echo(f"     {claim}: {why}")
    return outcomes


if __name__ == "__main__":
    typer.run(main)
