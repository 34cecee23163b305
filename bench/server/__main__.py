"""`python -m bench.server`: start-up, reads, writes and memory of the server, in one run."""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from azdo_emulator.http import process
from azdo_emulator.http.process import Running
from azdo_emulator.model import open_seeded
from bench.server.load import load
from bench.server.requests import page, reads, writes

SIZES = (10, 1_000, 10_000)
CLIENTS = (1, 8, 32)
STARTS = 3


def main(
    seconds: Annotated[float, typer.Option(help="Of each load.", min=0.1)] = 5.0,
) -> None:
    """Measure the server on loopback; it takes one core, the clients another."""
    table = Table("identities", "start", "one page", box=None)
    for kind in ("reads", "writes"):
        for clients in CLIENTS:
            table.add_column(f"{kind}/s, {clients}", justify="right")
    table.add_column("memory", justify="right")
    for size in SIZES:
        table.add_row(f"{size:,}", *_measured(size, seconds))
    Console(width=150).print(table)


def _measured(size: int, seconds: float) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_seeded(folder, size).close()
        starts = [_start(folder) for _ in range(STARTS)]
        server = process.start(folder)
        try:
            port = urlsplit(server.http).port or 0
            one_page = load(port, [page(folder)], 1, seconds).median_ms
            found = []
            for kind, requests in (("reads", reads(folder)), ("writes", writes(folder))):
                for clients in CLIENTS:
                    sys.stderr.write(f"bench: {size:,} identities, {kind}, {clients} clients\n")
                    found.append(f"{load(port, requests, clients, seconds).a_second:,.0f}")
            return [
                f"{statistics.median(starts):.2f} s",
                f"{one_page:.1f} ms",
                *found,
                f"{_peak(server):.0f} MB",
            ]
        finally:
            process.stop(folder)


def _start(folder: Path) -> float:
    began = time.perf_counter()
    process.start(folder)
    took = time.perf_counter() - began
    process.stop(folder)
    return took


def _peak(server: Running) -> float:
    """Megabytes that the server had at the most; nothing where the system does not tell."""
    status = Path(f"/proc/{server.pid}/status")
    if not status.exists():
        return float("nan")
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    typer.run(main)
