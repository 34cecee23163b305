"""The programs side by side, in one run, so that what else the machine does meets them all."""

import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.calls import Calls
from bench.program import OPERATIONS, programs
from bench.run import Measured
from patless.engine import Engine
from patless.sandbox.folder import Sandbox

BASE = "bare"


@dataclass(frozen=True)
class Row:
    """One operation of one program at one size: medians, and times as multiples of the bare program's."""

    size: int
    operation: str
    program: str
    seconds: float
    fastest: float
    slowest: float
    ratio: float
    cpu_seconds: float
    cpu_ratio: float
    peak_mb: float
    calls: Calls


def compare(engine: Engine, sizes: list[int], repeats: int, say: Callable[[str], None]) -> list[Row]:
    """Measure every program at every size."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        fresh = Sandbox(folder / "fresh", engine)
        fresh.prepare()
        return [
            row for size in sizes for row in _at(size, fresh.folder, folder / str(size), engine, repeats, say)
        ]


def _at(
    size: int, fresh: Path, folder: Path, engine: Engine, repeats: int, say: Callable[[str], None]
) -> list[Row]:
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for repeat in range(repeats):
        here = programs(fresh, folder / str(repeat), engine, size)
        for operation in OPERATIONS:
            # Nobody is always the first.
            for program in here if repeat % 2 == 0 else reversed(here):
                measured = program.measure(operation)
                found[operation, program.name].append(measured)
                say(f"{size} workloads, {operation}, {program.name}: {measured.seconds:.2f} s")
    say(f"{size} workloads: counting calls")
    here = programs(fresh, folder / "counted", engine, size)
    return [
        _row(size, operation, program.name, found, program.calls(operation))
        for operation in OPERATIONS
        for program in here
    ]


def _row(
    size: int, operation: str, program: str, found: dict[tuple[str, str], list[Measured]], calls: Calls
) -> Row:
    seconds = [one.seconds for one in found[operation, program]]
    cpu = median(one.cpu_seconds for one in found[operation, program])
    return Row(
        size,
        operation,
        program,
        seconds=round(median(seconds), 2),
        fastest=round(min(seconds), 2),
        slowest=round(max(seconds), 2),
        ratio=round(median(seconds) / median(one.seconds for one in found[operation, BASE]), 2),
        cpu_seconds=round(cpu, 2),
        cpu_ratio=round(cpu / median(one.cpu_seconds for one in found[operation, BASE]), 2),
        peak_mb=round(median(one.peak_mb for one in found[operation, program])),
        calls=calls,
    )
