"""`python -m bench.inventory`: the inventory of a large organisation, whole processes in turns."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table

from azdo_emulator.http import process
from azdo_emulator.http.process import Running
from azdo_emulator.http.tokens import Claims, Tokens, key_in
from azdo_emulator.model import open_seeded
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.seed import DEPLOYER, ORGANIZATION, TENANT
from patless.clients.azure_devops import AzureDevOps
from patless.clients.client import Client
from patless.clients.hosts import Hosts
from patless.clients.sign_in import SignIn
from patless.snapshot.collection import collect

PEOPLE_OF_TEN = 7
"""Of ten identities of a new sandbox, so many are people."""

# The command itself, on the sandbox of a folder that the command line does not name.
COMMAND = (
    "import pathlib, sys; from patless.sandbox import folder; folder.FOLDER = pathlib.Path(sys.argv.pop(1));"
    " from patless.cli import main; main()"
)


class _Given:
    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *scopes: str, **_: object) -> object:
        from azure.core.credentials import AccessToken

        return AccessToken(self._token, int(time.time()) + 3600)


def main(
    people: Annotated[int, typer.Option(help="In the organisation.", min=1)] = 2000,
    repeats: Annotated[int, typer.Option(min=1)] = 3,
) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_seeded(folder, people * 10 // PEOPLE_OF_TEN).close()
        server = process.start(folder)
        try:
            token = Tokens(key_in(folder)).issue(Claims(DEPLOYER[1], TENANT, AZURE_DEVOPS, DEPLOYER[2]))
            urls = asyncio.run(_calls(server, token))
            (folder / "calls").write_text("\n".join(urls))
            times: dict[str, list[float]] = {"bare": [], "patless": []}
            for _ in range(repeats):
                bare = [sys.executable, "bench/inventory/bare.py", str(folder / "calls")]
                times["bare"].append(_timed(bare, token, {0}))
                ours = [sys.executable, "-c", COMMAND, str(folder), "inventory", "--sandbox", "--json"]
                times["patless"].append(_timed(ours, "", {1}))
        finally:
            process.stop(folder)
    found = {name: statistics.median(some) for name, some in times.items()}
    table = Table("people", "calls", "bare client", "patless inventory", "ratio", box=None)
    ratio = f"{found['patless'] / found['bare']:.2f}"
    table.add_row(f"{people:,}", f"{len(urls):,}", *(f"{took:.2f} s" for took in found.values()), ratio)
    Console(width=110).print(table)


async def _calls(server: Running, token: str) -> list[str]:
    """The addresses that an inventory asks."""
    made: list[str] = []

    async def note(request: httpx.Request) -> None:
        made.append(str(request.url))

    async with Client(SignIn(_Given(token)), Hosts(server.http)) as client:  # type: ignore[arg-type] # one method of it
        client._http.event_hooks = {"request": [note]}
        await collect(AzureDevOps(ORGANIZATION, client))
    return made


def _timed(words: list[str], given: str, codes: set[int]) -> float:
    began = time.perf_counter()
    done = subprocess.run(words, input=given, text=True, capture_output=True, check=False)
    took = time.perf_counter() - began
    if done.returncode not in codes:
        raise RuntimeError(done.stderr)
    return took


if __name__ == "__main__":
    typer.run(main)
