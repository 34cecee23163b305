"""`python -m bench`: measure, and print tables as docs/guides/speed.md has them (or JSON)."""

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from bench.comparison import BASE, Row, compare
from patless.engine import installed
from patless.errors import PatlessError
from patless.project import ROOT

COLUMNS = (
    "Workloads",
    "Program",
    "Time",
    "Fastest - slowest",
    "Ratio",
    "Processor time",
    "Ratio",
    "Memory",
    "Calls of program and engine",
    "Calls to plug-ins",
    "Look-ups",
)


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
        sys.stdout.write("\n".join(_tables(rows)) + "\n")


def _numbers(sizes: str) -> list[int]:
    numbers = [int(size) if size.strip().isdecimal() else 0 for size in sizes.split(",")]
    if not all(0 < number < 1000 for number in numbers):
        raise PatlessError(
            f"sizes is {sizes}", "whole numbers from 1 to 999 with commas between", "try --sizes 1,10"
        )
    return numbers


def _tables(rows: list[Row]) -> Iterator[str]:
    """One table for each operation, in Markdown."""
    for operation in dict.fromkeys(row.operation for row in rows):
        yield f"\n### {operation[0].upper()}{operation[1:]}\n"
        yield f"| {' | '.join(COLUMNS)} |"
        yield f"| {' | '.join('---' for _ in COLUMNS)} |"
        yield from (f"| {' | '.join(_cells(row))} |" for row in rows if row.operation == operation)


def _cells(row: Row) -> tuple[str, ...]:
    base = row.program == BASE
    return (
        str(row.size),
        row.program,
        f"{row.seconds:.2f} s",
        f"{row.fastest:.2f} - {row.slowest:.2f} s",
        "" if base else f"{row.ratio:.2f}",
        f"{row.cpu_seconds:.1f} s",
        "" if base else f"{row.cpu_ratio:.2f}",
        f"{row.peak_mb:.0f} MB",
        f"{row.calls.program:,}",
        f"{row.calls.plug_ins:,}",
        str(row.calls.look_ups),
    )


if __name__ == "__main__":
    try:
        typer.run(main)
    except PatlessError as error:
        sys.stderr.write(f"bench: {error}\n")
        sys.exit(2)
