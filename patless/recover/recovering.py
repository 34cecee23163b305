"""The one command after a run that died."""

import json
from collections.abc import Callable

from patless.errors import PatlessError
from patless.recover.locks import locks
from patless.recover.pending import Settled, State, creating, settle
from patless.recover.processes import end_leftovers
from patless.recover.trouble import refuse_to_go_on
from patless.sandbox.folder import STACK, Sandbox
from patless.sandbox.model import Cloud


def recover(sandbox: Sandbox, say: Callable[[str], None]) -> None:
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
    state = json.loads(sandbox.ask("stack", "export", "--stack", STACK))
    deployment: State = state["deployment"]
    if not held and not deployment.get("pending_operations"):
        say("There is nothing to recover: no lock, and nothing that was begun and not ended.")
        return
    if creating(deployment):
        with Cloud(sandbox.folder) as cloud, cloud.read() as session:
            settled = settle(deployment, session)
        sandbox.ask("stack", "import", "--stack", STACK, given=json.dumps(state))
        _report(settled, say)
    code, _ = sandbox.logged(
        "refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", STACK
    )
    if code:
        raise PatlessError(
            "the state could not be compared with the cloud",
            "a refresh that succeeds",
            "read the engine's words above, mend that, then run `make recover` again",
        )
    say("The state is whole. Next: `make up`, which makes what is missing and nothing twice.")


def _report(settled: Settled, say: Callable[[str], None]) -> None:
    for urn in settled.taken_in:
        say(f"{urn.rpartition('::')[2]} was created before the run died: it is in the state now.")
    for urn in settled.to_make:
        say(f"{urn.rpartition('::')[2]} was begun, and the cloud does not have it: `make up` makes it.")
