"""Notes that a run left on creates whose answer was lost: tags of the stack, `components/lost_answer.py`."""

import hashlib
import json
import subprocess
from pathlib import Path

from patless.project import ROOT
from patless.recover.pending import State
from patless.sandbox.folder import STACK, Sandbox

TAG = "patless:pending-"


def notes(sandbox: Path) -> dict[str, str]:
    """Logical names of what may be there, by the name of the note; from the engine's own file."""
    try:
        text = (sandbox / f"state/.pulumi/stacks/patless/{STACK}.pulumi-tags").read_text()
        tags: dict[str, str] = json.loads(text)["tags"] or {}
    except (OSError, ValueError, KeyError):
        return {}
    return {name: said.rpartition(" ")[2] for name, said in tags.items() if name.startswith(TAG)}


def tag(urn: str) -> str:
    """The name of the note on a resource."""
    return TAG + hashlib.sha256(urn.encode()).hexdigest()[:8]


def wanted(sandbox: Sandbox, noted: dict[str, str]) -> list[State]:
    """What the program would create of that: exactly what the run before it was making."""
    done = subprocess.run(
        [sandbox.engine.cli, "preview", "--json", "--stack", STACK, "--non-interactive"],
        cwd=ROOT,
        # A preview that decides nothing needs no judge.
        env={name: value for name, value in sandbox.environment().items() if "POLICY_PACK" not in name},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    try:
        steps = json.loads(done.stdout[done.stdout.index("{") :])["steps"]
    except (ValueError, KeyError):
        return []
    return [
        {name: value for name, value in step["newState"].items() if name != "sourcePosition"}
        for step in steps
        if step["op"] in ("create", "create-replacement") and tag(step["urn"]) in noted
    ]


def drop(sandbox: Sandbox, noted: dict[str, str]) -> None:
    """Take notes away that are settled."""
    for name in noted:
        sandbox.ask("stack", "tag", "rm", name, "--stack", STACK)
