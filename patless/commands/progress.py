"""Progress on stderr: a bar on a terminal, a line every few seconds elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from patless.snapshot.counts import Counts

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

INTERVAL = 5.0
"""Seconds between two lines."""

PAUSE = "the service asks for a wait of {:.0f} s"


@contextmanager
def progress(who: str) -> Iterator[Counts]:
    """Counts that somebody sees as they grow."""
    if sys.stderr.isatty():
        with _bars() as counts:
            yield counts
        return
    from patless.engine.pulse import Pulse

    counts = Counts(pause=lambda seconds: _say(f"{who}: {PAUSE.format(seconds)}"))
    with Pulse(lambda line: _say(f"{who}:{line}"), "", INTERVAL) as pulse:
        counts.changed = lambda changed: setattr(pulse, "doing", f"read {changed}")
        yield counts


@contextmanager
def _bars() -> Iterator[Counts]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Counts(
            lambda counts: _show(bars, tasks, counts),
            lambda seconds: bars.console.print(PAUSE.format(seconds)),
        )


def _show(bars: "Progress", tasks: "dict[str, TaskID]", counts: Counts) -> None:
    for kind, total in counts.total.items():
        if kind not in tasks:
            tasks[kind] = bars.add_task(kind, total=total)
        bars.update(tasks[kind], completed=counts.read[kind], total=total)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
