"""`patless sandbox`: the example organisation on this machine, with no account."""

import os
import shlex
import sys

import typer

from patless.errors import PatlessError
from patless.project import ROOT
from patless.sandbox.folder import STACK, Sandbox

app = typer.Typer(
    help="An Azure DevOps organisation, an Entra tenant and a subscription on this machine.",
    no_args_is_help=True,
)
FOLDER = ROOT / ".patless/sandbox"


def _sandbox() -> Sandbox:
    from patless.engine import installed

    sandbox = Sandbox(FOLDER, installed(ROOT))
    sys.stderr.write(f"sandbox: a cloud on this machine, in {FOLDER}; nothing here reaches a real one\n")
    sandbox.prepare()
    return sandbox


@app.command()
def up() -> None:
    """Deploy the example organisation, then say what it is."""
    from patless.recover import refuse_to_go_on, tell
    from patless.summary import deployed

    sandbox = _sandbox()
    refuse_to_go_on(sandbox)
    code, run = sandbox.logged("up", "--yes", "--stack", STACK)
    if code:
        raise SystemExit(tell(sandbox, code))
    print(deployed(sandbox.outputs(), run))


@app.command()
def down() -> None:
    """Destroy everything that the example deployed."""
    from patless.recover import refuse_to_go_on, tell

    sandbox = _sandbox()
    refuse_to_go_on(sandbox)
    code, run = sandbox.logged("destroy", "--yes", "--stack", STACK)
    if code:
        raise SystemExit(tell(sandbox, code))
    print(
        "\nThe sandbox is as it was before `make up`." if run.changed else "\nThere was nothing to destroy."
    )


@app.command()
def recover() -> None:
    """After a run that died: make the state know again what the cloud has. Changes nothing in the cloud."""
    from patless.recover import recover as repair

    sys.stderr.write(
        "recover: ends what the dead run left running, removes its lock, looks up what it began to create,\n"
        "         and refreshes the state; nothing in the cloud is changed or deleted\n"
    )
    repair(_sandbox(), print)


@app.command()
def blocked() -> None:
    """Preview the program plus one token-based service connection, and show the refusal."""
    sandbox = _sandbox()
    _, run = sandbox.logged("preview", "--stack", STACK, cwd=ROOT / "examples/blocked")
    for violation in run.violations:
        if (violation.rule, violation.resource, violation.level) == (
            "no-pat-connection",
            "legacy-bot",
            "mandatory",
        ):
            print("\nRefused, as it should be: rule no-pat-connection on the service connection legacy-bot.")
            print("Nothing was created. The connection is declared in examples/blocked/__main__.py.")
            return
    raise PatlessError(
        "the token-based service connection legacy-bot was not refused",
        "a mandatory violation of no-pat-connection in the engine's event log",
        "read the engine's output above; if it shows no error, the guardrails have a hole: please report it",
    )


@app.command()
def shell() -> None:
    """Open a shell in which plain `pulumi` works on the sandbox."""
    sandbox = _sandbox()
    program = os.environ.get("SHELL") or "/bin/sh"
    sys.stderr.write("sandbox: try `pulumi preview`, `pulumi stack`; leave with `exit`\n")
    os.chdir(ROOT)
    os.execve(program, [program], sandbox.environment())  # noqa: S606


@app.command()
def env() -> None:
    """Print what to export, so that plain `pulumi` works on the sandbox: eval "$(patless sandbox env)"."""
    from patless.sandbox.environment import to_unset

    wanted = _sandbox().environment()
    for name in to_unset(wanted, os.environ):
        print(f"unset {name}")
    for name, value in sorted(wanted.items()):
        if os.environ.get(name) != value:
            print(f"export {name}={shlex.quote(value)}")


@app.command()
def reset() -> None:
    """Forget the sandbox, its cloud and its state, and start a fresh one."""
    import shutil

    shutil.rmtree(FOLDER, ignore_errors=True)
    _sandbox()
    print("The sandbox is fresh.")
