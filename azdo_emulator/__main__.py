"""The emulator alone: `python -m azdo_emulator --http-port 8080`."""

import shlex
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http.environment import variables
from azdo_emulator.http.server import Server
from azdo_emulator.http.serving import serve


def main(
    folder: Annotated[
        Path | None,
        typer.Option(help="Where the organisation is kept. Left out, it is a new one, and gone at the end."),
    ] = None,
    http_port: Annotated[int, typer.Option(help="Port of Azure DevOps; 0 is any free one.")] = 0,
    https_port: Annotated[
        int, typer.Option(help="Port of Microsoft Graph, Azure Resource Manager and the sign-in; 0 likewise.")
    ] = 0,
) -> None:
    """Answer as Azure DevOps, Entra and Azure on this machine, until Ctrl-C.

    The organisation is contoso. What is printed lets official clients and plug-ins of a shell reach it: they
    trust its certificate and no other, so that no call of theirs reaches a real service.
    """
    with ExitStack() as stack:
        kept = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="azdo-emulator-")))
        kept.mkdir(parents=True, exist_ok=True)

        def opened(server: Server) -> None:
            lines = [f"export {name}={shlex.quote(text)}" for name, text in variables(kept, server).items()]
            print("# Ready. In another shell:", *lines, sep="\n", flush=True)

        try:
            serve(kept, (http_port, https_port), opened=opened)
        except EmulatorError as error:
            sys.stderr.write(f"azdo_emulator: {error}\n")
            sys.exit(error.exit_code)


if __name__ == "__main__":
    typer.run(main)
