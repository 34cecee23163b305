"""The command line: `patless`."""

import sys
from typing import Annotated

import typer

from azdo_emulator.errors import EmulatorError
from patless.commands import check, engine, sandbox
from patless.commands.inventory import inventory
from patless.commands.schema import schema
from patless.errors import PatlessError

app = typer.Typer(
    help="Identities for Azure DevOps as code, with no personal access token anywhere.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        sys.stdout.write(f"patless {metadata.version('patless')}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


app.command()(inventory)
app.command()(check.check)
app.add_typer(engine.app, name="engine")
app.add_typer(sandbox.app, name="sandbox")
app.command()(schema)


def main() -> None:
    """Run a command; an error that a user can mend ends with its exit code (2 or 3) and no traceback."""
    try:
        app()
    except (PatlessError, EmulatorError) as error:
        sys.stderr.write(f"patless: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
