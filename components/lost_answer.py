"""A create whose answer was lost, because the plug-in died or the way was cut: it may be there.

To the engine it has failed, and the state says nothing of it: the next run would make it a second time. Most
types are looked up before they are made (`components/existing.py`); a check on a connection cannot be. So
the run leaves a note, and `stacks/pending.py` and `patless sandbox recover` read it.
"""

import asyncio
import hashlib
import re
import subprocess
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ErrorHook, ResourceHookBinding
from pulumi.resource_hooks import ErrorHookArgs
from pulumi.runtime.settings import get_monitor

from components import own_state
from components.hook_names import numbered

LOST = re.compile(
    r"\b(EOF|Unavailable|exited prematurely|transport is closing|broken pipe|use of closed|deadline exceeded"
    r"|connection (reset|refused|closed|error|lost)|(i/o|handshake|gateway) time-?out|Client\.Timeout"
    r"|timed out|timeout while waiting|bad gateway|internal server error)\b",
    re.IGNORECASE,
)
"""What an error says where it is not the service that refuses: the engine's words for a dead plug-in, Go's
for a cut connection, and answers that come from in front of the service."""

TAG = "patless:pending-"
"""What the name of a note begins with: a tag of the stack, because the state itself cannot be written to."""

LONGEST = 256
"""Characters that a tag holds in Pulumi Cloud."""


def noted() -> ResourceHookBinding:
    """The hook of a child that must not be made twice."""
    return ResourceHookBinding(on_error=[_hook()])


_hooks: WeakKeyDictionary[Any, ErrorHook] = WeakKeyDictionary()
_names = numbered("note what may be there")
_writing: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def _hook() -> ErrorHook:
    """One hook for all children of a run: each registration is a call to the engine, of milliseconds."""
    monitor = get_monitor()
    if monitor not in _hooks:
        _hooks[monitor] = ErrorHook(next(_names), _note)
    return _hooks[monitor]


async def _note(args: ErrorHookArgs) -> bool:
    """Never asks for another try: that would make the second one."""
    if args.failed_operation != "create" or not LOST.search(args.errors[0]):
        return False
    # The engine may stop to take registrations at any moment, so that a note in a resource would be lost.
    words = ["stack", "tag", "set", tag(args.urn), text(args), "--stack", own_state.stack()]
    # One after another, because the engine writes all tags of a stack anew.
    async with _writing.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        try:
            await asyncio.to_thread(own_state.ask, *words)
        except (OSError, subprocess.SubprocessError) as error:
            pulumi.log.warn(
                f"{args.name} may have been made, and no note of it could be left ({error}): before the next "
                "update, see docs/guides/recovery.md"
            )
    return False


def tag(urn: str) -> str:
    """The name of the note on a resource; a name of a tag has at most 40 characters."""
    return TAG + hashlib.sha256(urn.encode()).hexdigest()[:8]


def text(args: ErrorHookArgs) -> str:
    """What a note says: the type; of what stands on another thing, its project and id; the logical name."""
    inputs = args.new_inputs or {}
    on = [str(inputs.get(key) or "-") for key in ("projectId", "targetResourceId")]
    return " ".join([args.type, *on, args.name])[:LONGEST]
