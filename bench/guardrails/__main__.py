"""`python -m bench.guardrails`: measure, and print tables (or JSON)."""

import dataclasses
import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.guardrails.comparison import Size, compare
from patless.engine import installed
from patless.errors import PatlessError
from patless.project import ROOT

DEAREST = 10
"""How many rules are shown by name; JSON has all."""


def main(
    sizes: Annotated[list[int] | None, typer.Argument(help="Numbers of resources.", min=10)] = None,
    repeats: Annotated[int, typer.Option(help="Runs of which the median counts.", min=1)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Measure previews with and without the policy pack, an offline check, and each rule."""

    def say(line: str) -> None:
        sys.stderr.write(f"bench: {line}\n")

    found = compare(installed(ROOT), sizes or [20, 200, 1000], repeats, say)
    if as_json:
        sys.stdout.write(json.dumps([dataclasses.asdict(size) for size in found], indent=2) + "\n")
    else:
        console = Console(width=110)
        console.print(_comparison(found))
        console.print()
        console.print(_rules(found[-1]))


def _comparison(found: list[Size]) -> Table:
    table = _table(
        ["resources", "what"],
        ["median", "fastest - slowest", "ratio", "CPU", "CPU ratio", "each rule and resource"],
    )
    for size in found:
        for row in size.rows:
            table.add_row(
                str(row.resources),
                row.what,
                f"{row.seconds:.2f} s",
                f"{row.fastest:.2f} - {row.slowest:.2f} s",
                f"{row.ratio:.2f}",
                f"{row.cpu_seconds:.1f} s",
                f"{row.cpu_ratio:.2f}",
                "" if row.each is None else f"{row.each:.0f} µs",
            )
    return table


def _rules(size: Size) -> Table:
    table = _table(["rule"], ["about", "for each", "for all"])
    for cost in size.costs[:DEAREST]:
        table.add_row(
            cost.rule,
            f"{cost.resources} resources",
            f"{cost.microseconds:.1f} µs",
            f"{cost.milliseconds:.1f} ms",
        )
    rest = size.costs[DEAREST:]
    table.add_row(f"{len(rest)} more rules", "", "", f"{sum(cost.milliseconds for cost in rest):.1f} ms")
    return table


def _table(texts: list[str], numbers: list[str]) -> Table:
    table = Table(*texts, box=None)
    for column in numbers:
        table.add_column(column, justify="right")
    return table


if __name__ == "__main__":
    try:
        typer.run(main)
    except PatlessError as error:
        sys.stderr.write(f"bench: {error}\n")
        sys.exit(2)
