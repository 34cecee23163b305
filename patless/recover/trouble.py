"""Whether a sandbox can be deployed to, and if not, the command that mends it."""

import json
import sys
from pathlib import Path

from azdo_emulator.errors import EmulatorError
from azdo_emulator.model import Cloud
from patless.errors import PatlessError
from patless.recover.locks import locks
from patless.recover.notes import notes
from patless.recover.pending import State, creating
from patless.recover.presence import compare
from patless.sandbox.folder import STACK, Sandbox


def refuse_to_go_on(sandbox: Sandbox) -> None:
    """Refuse to start where another run is under way, or where one died and would be made twice."""
    if held := locks(sandbox.folder):
        alive = [lock for lock in held if not lock.is_stale(sandbox.folder)]
        raise _under_way(alive[0].holder) if alive else _died(f"it left a lock: {held[0].holder}")
    latest = _latest(sandbox)
    if begun := [_name(resource) for resource in creating(latest)]:
        raise _died(f"it was creating {', '.join(begun)}")
    if noted := notes(sandbox.folder):
        raise _died(f"it had no answer whether it made {', '.join(noted.values())}")
    with Cloud(sandbox.folder) as cloud, cloud.read() as session:
        compared = compare(latest, session)
    if lost := [_name(one) for one in [*compared.gone, *compared.thinner]]:
        raise PatlessError(
            f"the cloud no longer has what the state says: {', '.join(lost)}",
            "a state that says what the cloud has; a run that died, or somebody's hand, has deleted it",
            "run `make recover`, which looks and repairs the state, then `make up`",
        )


def tell(sandbox: Sandbox, code: int) -> int:
    """After a run that failed, say which command comes next where the engine does not; the exit code."""
    try:
        refuse_to_go_on(sandbox)
        if sandbox.was_interrupted:
            raise _interrupted()
        if not (sandbox.folder / "events.json").exists():
            raise _not_begun(sandbox.folder)
    except (PatlessError, EmulatorError) as error:
        sys.stderr.write(f"\npatless: {error}\n")
        return 2
    return max(code, 1)


def _latest(sandbox: Sandbox) -> State:
    """The state as it is in its file."""
    file = sandbox.folder / f"state/.pulumi/stacks/patless/{STACK}.json"
    try:
        latest: State = json.loads(file.read_text())["checkpoint"]["latest"] or {}
    except (OSError, ValueError, KeyError):
        return {}  # The engine has its own words for a state that it cannot read.
    return latest


def _name(resource: State) -> str:
    return str(resource["urn"]).rpartition("::")[2]


def _under_way(holder: str) -> PatlessError:
    return PatlessError(
        f"another run is under way on this sandbox: {holder}",
        "one run at a time",
        "wait until it has ended (or stop it with Ctrl-C where it runs), then try again",
    )


def _died(what: str) -> PatlessError:
    return PatlessError(
        f"the last run on this sandbox died before its end; {what}",
        "a state that knows all that the cloud has",
        "run `make recover`, which looks and repairs the state, then `make up`",
    )


def _interrupted() -> PatlessError:
    return PatlessError(
        "the run was interrupted; the state knows all that it made",
        "a run that comes to its end",
        "run `make up`, which goes on from here, or `make down`",
    )


def _not_begun(folder: Path) -> PatlessError:
    return PatlessError(
        "the engine refused to begin, for the reason above; nothing was changed",
        f"settings, state and passphrase in {folder} that belong together",
        "put back what was changed there, then try again; or run `make reset` to start a new sandbox",
    )
