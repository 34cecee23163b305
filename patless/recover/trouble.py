"""Whether a sandbox can be deployed to, and if not, the command that mends it."""

import json
import sys
from pathlib import Path

from patless.errors import PatlessError
from patless.recover.locks import locks
from patless.recover.pending import creating
from patless.sandbox.folder import STACK, Sandbox


def refuse_to_go_on(sandbox: Sandbox) -> None:
    """Refuse to start where another run is under way, or where one died and would be made twice."""
    if held := locks(sandbox.folder):
        alive = [lock for lock in held if not lock.is_stale(sandbox.folder)]
        raise _under_way(alive[0].holder) if alive else _died(f"it left a lock: {held[0].holder}")
    if begun := _begun(sandbox):
        raise _died(f"it was creating {', '.join(begun)}")


def tell(sandbox: Sandbox, code: int) -> int:
    """After a run that failed, say which command comes next where the engine does not; the exit code."""
    try:
        refuse_to_go_on(sandbox)
        if sandbox.was_interrupted:
            raise _interrupted()
        if not (sandbox.folder / "events.json").exists():
            raise _not_begun(sandbox.folder)
    except PatlessError as error:
        sys.stderr.write(f"\npatless: {error}\n")
        return 2
    return max(code, 1)


def _begun(sandbox: Sandbox) -> list[str]:
    """Names of the resources that the state has as being created."""
    file = sandbox.folder / f"state/.pulumi/stacks/patless/{STACK}.json"
    try:
        latest = json.loads(file.read_text())["checkpoint"]["latest"] or {}
    except (OSError, ValueError, KeyError):
        return []  # The engine has its own words for a state that it cannot read.
    return [resource["urn"].rpartition("::")[2] for resource in creating(latest)]


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
