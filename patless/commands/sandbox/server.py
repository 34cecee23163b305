"""The sandbox's HTTP server, and what a shell needs to reach it."""

import json
import os
import shlex
import sys
from typing import Annotated, Literal

import typer

from patless.commands.sandbox import example
from patless.commands.sandbox.faults import Json
from patless.errors import PatlessError
from patless.sandbox import folder

Size = Annotated[int, typer.Option(min=0, help="Identities of a new organisation, beside the example's.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Any free one by default.")]


def start(
    http_port: Port = 0,
    https_port: Port = 0,
    discovery: Annotated[
        Literal["full", "empty"],
        typer.Option(help="Whether ResourceAreas names the host of each area, or none."),
    ] = "full",
    size: Size = 0,
) -> None:
    """Start the HTTP server: Azure DevOps, Microsoft Graph, Resource Manager and sign-in, on loopback."""
    from azdo_emulator.http import process
    from azdo_emulator.model import open_seeded
    from azdo_emulator.model.store import FILE

    sys.stderr.write(f"sandbox: opening the cloud in {folder.FOLDER}; nothing here reaches a real one\n")
    if size and (folder.FOLDER / FILE).exists():
        raise PatlessError(
            "the sandbox is there already, and keeps its size",
            "--size with a new sandbox",
            "leave it out, or run `patless sandbox reset --size` first",
        )
    open_seeded(folder.FOLDER, size).close()
    print(f"The server is running: {process.start(folder.FOLDER, http_port, https_port, discovery).said()}.")
    print('To use it from this shell: eval "$(.venv/bin/patless sandbox env)"')
    print("To close it: .venv/bin/patless sandbox stop")


def stop() -> None:
    """Stop the HTTP server; the cloud stays as it is."""
    from azdo_emulator.http import process

    closed = process.stop(folder.FOLDER)
    print(f"The server has stopped: {closed.said()}." if closed else "The server was not running.")


def status(as_json: Json = False) -> None:
    """What the sandbox is: its folder, its cloud, its server, and the faults that were asked for."""
    from patless.sandbox.status import status as found

    said = found(folder.FOLDER)
    print(json.dumps(said.body(), indent=2) if as_json else said.text())


def env(
    official_plugins: Annotated[
        bool, typer.Option("--official-plugins", help="Use those on PATH, with the running server.")
    ] = False,
) -> None:
    """Print what to export, to use the sandbox from a shell: eval "$(patless sandbox env)"."""
    from azdo_emulator.http import process
    from azdo_emulator.http.environment import variables
    from patless.sandbox.environment import to_unset
    from patless.sandbox.official_plugins import settings_for

    wanted = example.sandbox().environment()
    server = process.running(folder.FOLDER)
    if server:
        wanted |= variables(folder.FOLDER, server)
    if official_plugins:
        if server is None:
            raise PatlessError(
                "the official plug-ins would find nothing: the sandbox's server is not running",
                "a running server",
                "run `patless sandbox start`, then this again",
            )
        wanted |= settings_for(folder.FOLDER, server)
    for name in to_unset(wanted, os.environ):
        print(f"unset {name}")
    for name, value in sorted(wanted.items()):
        if os.environ.get(name) != value:
            print(f"export {name}={shlex.quote(value)}")


def reset(size: Size = 0) -> None:
    """Forget the sandbox, its cloud and its state, and start a fresh one."""
    import shutil

    from azdo_emulator.http import process
    from azdo_emulator.model import open_seeded

    if process.stop(folder.FOLDER):
        sys.stderr.write("sandbox: the server is not running; start it again with `patless sandbox start`\n")
    if folder.FOLDER.exists():
        shutil.rmtree(folder.FOLDER)
    open_seeded(folder.FOLDER, size).close()
    example.sandbox()
    print("The sandbox is fresh.")


COMMANDS = (start, stop, status, env, reset)
