"""The one command after a run that died."""

import json
from collections.abc import Callable

from azdo_emulator.model import Cloud
from patless.errors import PatlessError
from patless.recover.locks import locks
from patless.recover.notes import drop, notes, tag, wanted
from patless.recover.pending import Settled, State, creating, forget, take_in
from patless.recover.presence import compare
from patless.recover.processes import end_leftovers
from patless.recover.trouble import refuse_to_go_on
from patless.sandbox.folder import STACK, Sandbox

Say = Callable[[str], None]


def recover(sandbox: Sandbox, say: Say) -> None:
    """Make the state know again what the cloud has; nothing in the cloud is changed or deleted.

    Interrupted, it can be run again: each of its steps leaves the sandbox better than before.
    """
    held = locks(sandbox.folder)
    if any(not lock.is_stale(sandbox.folder) for lock in held):
        refuse_to_go_on(sandbox)
    if ended := end_leftovers(sandbox.folder):
        say(f"{ended} processes of the dead run have ended.")
    for lock in held:
        lock.file.unlink(missing_ok=True)
        say(f"Removed the lock of {lock.holder}; that process is gone.")
    noted = notes(sandbox.folder)
    if not (_mend(sandbox, say) or held or noted):
        say("There is nothing to recover: no lock, nothing begun and not ended, nothing lost.")
        return
    if noted:
        _take_in_noted(sandbox, noted, say)
    code, _ = sandbox.logged(
        "refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", STACK
    )
    if code:
        raise PatlessError(
            "the state could not be compared with the cloud",
            "a refresh that succeeds",
            "read the engine's words above, mend that, then run `make recover` again",
        )
    drop(sandbox, notes(sandbox.folder))
    say("The state is whole. Next: `make up`, which makes what is missing and nothing twice.")


def _mend(sandbox: Sandbox, say: Say) -> bool:
    """Settle what the state itself says was begun, and forget what is gone; whether there was anything."""
    state = json.loads(sandbox.ask("stack", "export", "--stack", STACK))
    deployment: State = state["deployment"]
    with Cloud(sandbox.folder) as cloud, cloud.read() as session:
        settled = take_in(deployment, creating(deployment), session)
        compared = compare(deployment, session)
    was_pending = bool(deployment.pop("pending_operations", None))
    forget(deployment, compared.gone)
    if was_pending or compared.gone:
        sandbox.ask("stack", "import", "--stack", STACK, given=json.dumps(state))
    _report(settled, say)
    for one in compared.gone:
        say(f"{_name(one['urn'])} is gone from the cloud: the state has forgotten it, `make up` makes it.")
    for one in compared.thinner:
        say(f"{_name(one['urn'])} is not whole in the cloud: `make up` makes it so.")
    for stranger in compared.strangers:
        say(f"The state does not know {stranger}.")
    return was_pending or bool(compared.gone or compared.thinner)


def _take_in_noted(sandbox: Sandbox, noted: dict[str, str], say: Say) -> None:
    """Look up what lost its answer; the program says what it was to be.

    A preview stops at the first that is there and the state does not know, so that it takes one for each.
    """
    looked: set[str] = set()
    while begun := [one for one in wanted(sandbox, noted) if one["urn"] not in looked]:
        state = json.loads(sandbox.ask("stack", "export", "--stack", STACK))
        with Cloud(sandbox.folder) as cloud, cloud.read() as session:
            settled = take_in(state["deployment"], begun, session)
        looked |= {one["urn"] for one in begun}
        _report(settled, say)
        if not settled.taken_in:
            break
        sandbox.ask("stack", "import", "--stack", STACK, given=json.dumps(state))
    known = {tag(urn) for urn in looked}
    for name in (name for note, name in noted.items() if note not in known):
        say(f"{name} may have been made, and the program does not make it now: if it is there, it stays.")


def _report(settled: Settled, say: Say) -> None:
    for urn in settled.taken_in:
        say(f"{_name(urn)} was created before the run died: it is in the state now.")
    for urn in settled.to_make:
        say(f"{_name(urn)} was begun, and the cloud does not have it: `make up` makes it.")


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]
