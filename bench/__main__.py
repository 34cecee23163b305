"""`python -m bench`: measure, and print a table (or JSON)."""

import dataclasses
import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.comparison import Row, compare
from patless.engine import installed
from patless.errors import PatlessError
from patless.project import ROOT


def main(
    sizes: Annotated[str, typer.Option(help="Numbers of workloads, with commas between.")] = "1,10,100",
    repeats: Annotated[int, typer.Option(help="Runs of which the median counts.", min=1)] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Measure the program of Patless beside a bare one; nothing here reaches a real cloud."""

    def say(line: str) -> None:
        sys.stderr.write(f"bench: {line}\n")

    rows = compare(installed(ROOT), _numbers(sizes), repeats, say)
    if as_json:
        sys.stdout.write(json.dumps([dataclasses.asdict(row) for row in rows], indent=2) + "\n")
    else:
        Console(width=130).print(_table(rows))


def _numbers(sizes: str) -> list[int]:
    numbers = [int(size) if size.strip().isdecimal() else 0 for size in sizes.split(",")]
    if not all(0 < number < 1000 for number in numbers):
        raise PatlessError(
            f"sizes is {sizes}", "whole numbers from 1 to 999 with commas between", "try --sizes 1,10"
        )
    return numbers


def _table(rows: list[Row]) -> Table:
    table = Table("workloads", "operation", "program", box=None)
    for column in ("median", "fastest - slowest", "ratio", "CPU", "CPU ratio", "memory", "look-ups", "calls"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            str(row.size),
            row.operation,
            row.program,
            f"{row.seconds:.2f} s",
            f"{row.fastest:.2f} - {row.slowest:.2f} s",
            f"{row.ratio:.2f}",
            f"{row.cpu_seconds:.1f} s",
            f"{row.cpu_ratio:.2f}",
            f"{row.peak_mb:.0f} MB",
            "" if row.look_ups is None else str(row.look_ups),
            "" if row.calls is None else str(row.calls),
        )
    return table


if __name__ == "__main__":
    try:
        typer.run(main)
    except PatlessError as error:
        sys.stderr.write(f"bench: {error}\n")
        sys.exit(2)
