"""The previews and the check in turns, in one run, so that what else the machine does meets them all."""

import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from guardrails.engine import saved

from bench.guardrails.rules import ASKED, Cost, costs
from bench.guardrails.stack import ALONE, EMPTY, GUARDED, MEASURED, Stack, standing
from bench.run import Measured
from patless.engine import Engine
from patless.sandbox.folder import Sandbox


@dataclass(frozen=True)
class Row:
    """One measurement at one size: medians, and times as multiples of the preview's alone."""

    resources: int
    what: str
    seconds: float
    fastest: float
    slowest: float
    ratio: float
    cpu_seconds: float
    cpu_ratio: float
    each: float | None
    """Microseconds of the processor for each rule and resource, beyond an empty pack; with the rules only."""


@dataclass(frozen=True)
class Size:
    """What was found at one size."""

    resources: int
    rows: list[Row]
    costs: list[Cost]


def compare(engine: Engine, sizes: list[int], repeats: int, say: Callable[[str], None]) -> list[Size]:
    """Measure at every size."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        fresh = Sandbox(folder / "fresh", engine)
        fresh.prepare()
        return [_at(standing(fresh.folder, folder / str(size), engine, size), repeats, say) for size in sizes]


def _at(stack: Stack, repeats: int, say: Callable[[str], None]) -> Size:
    resources = saved.resources(stack.state)
    found: dict[str, list[Measured]] = defaultdict(list)
    for repeat in range(repeats):
        # Nobody is always the first.
        for what in MEASURED if repeat % 2 == 0 else reversed(MEASURED):
            measured = stack.measure(what)
            found[what].append(measured)
            say(f"{len(resources)} resources, {what}: {measured.seconds:.2f} s")
    rows = [_row(len(resources), what, found) for what in MEASURED]
    return Size(len(resources), rows, costs(resources, repeats))


def _row(resources: int, what: str, found: dict[str, list[Measured]]) -> Row:
    seconds = [one.seconds for one in found[what]]
    cpu = _cpu(found[what])
    beyond = cpu - _cpu(found[EMPTY]) if what == GUARDED else None
    return Row(
        resources,
        what,
        seconds=round(median(seconds), 2),
        fastest=round(min(seconds), 2),
        slowest=round(max(seconds), 2),
        ratio=round(median(seconds) / median(one.seconds for one in found[ALONE]), 2),
        cpu_seconds=round(cpu, 2),
        cpu_ratio=round(cpu / _cpu(found[ALONE]), 2),
        each=None if beyond is None else round(1e6 * beyond / resources / len(ASKED), 1),
    )


def _cpu(found: list[Measured]) -> float:
    return median(one.cpu_seconds for one in found)
