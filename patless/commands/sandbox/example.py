"""The example organisation on the sandbox: deployed, destroyed, repaired, and plain `pulumi` on it."""

import os
import sys

from patless.errors import PatlessError
from patless.project import ROOT
from patless.sandbox import folder
from patless.sandbox.folder import STACK, Sandbox


def sandbox() -> Sandbox:
    """The sandbox, made if there is none."""
    from patless.engine import installed

    found = Sandbox(folder.FOLDER, installed(ROOT))
    sys.stderr.write(
        f"sandbox: a cloud on this machine, in {folder.FOLDER}; nothing here reaches a real one\n"
    )
    found.prepare()
    return found


def up() -> None:
    """Deploy the example organisation, then say what it is."""
    from patless.recover import refuse_to_go_on, tell
    from patless.summary import deployed

    contoso = sandbox()
    refuse_to_go_on(contoso)
    code, run = contoso.logged("up", "--yes", "--suppress-outputs", "--stack", STACK)
    if code:
        raise SystemExit(tell(contoso, code))
    print(deployed(contoso.outputs(), run))


def down() -> None:
    """Destroy everything that the example deployed."""
    from patless.recover import refuse_to_go_on, tell

    contoso = sandbox()
    refuse_to_go_on(contoso)
    code, run = contoso.logged("destroy", "--yes", "--suppress-outputs", "--stack", STACK)
    if code:
        raise SystemExit(tell(contoso, code))
    print(
        "\nThe sandbox is as it was before `make up`." if run.changed else "\nThere was nothing to destroy."
    )


def recover() -> None:
    """After a run that died: make the state know again what the cloud has. Changes nothing in the cloud."""
    from patless.recover import recover as repair

    sys.stderr.write(
        "recover: ends what the dead run left running, removes its lock, looks up what it began to create,\n"
        "         and refreshes the state; nothing in the cloud is changed or deleted\n"
    )
    repair(sandbox(), print)


def blocked() -> None:
    """Preview the program plus one token-based service connection, and show the refusal."""
    contoso = sandbox()
    _, run = contoso.logged("preview", "--stack", STACK, cwd=ROOT / "examples/blocked")
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


def shell() -> None:
    """Open a shell in which plain `pulumi` works on the sandbox."""
    contoso = sandbox()
    program = os.environ.get("SHELL") or "/bin/sh"
    sys.stderr.write("sandbox: try `pulumi preview`, `pulumi stack`; leave with `exit`\n")
    os.chdir(ROOT)
    os.execve(program, [program], contoso.environment())  # noqa: S606


COMMANDS = (up, down, recover, blocked, shell)
