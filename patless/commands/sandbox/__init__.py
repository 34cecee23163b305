"""`patless sandbox`: an organisation, a tenant and a subscription on this machine, with no account."""

import typer

from patless.commands.sandbox import example, faults, server

app = typer.Typer(
    help="An Azure DevOps organisation, an Entra tenant and a subscription on this machine.",
    no_args_is_help=True,
)
for command in (*example.COMMANDS, *server.COMMANDS):
    app.command()(command)
app.add_typer(faults.app, name="faults")
