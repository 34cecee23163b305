"""The engine's locks on the sandbox's state: one file for each run, with its process and host."""

import json
import socket
from dataclasses import dataclass
from pathlib import Path

from patless.recover.processes import belongs
from patless.sandbox.folder import STACK


@dataclass(frozen=True)
class Lock:
    """One lock, and the run that took it. A run that is killed leaves its lock behind."""

    file: Path
    process: int
    host: str
    since: str

    @property
    def holder(self) -> str:
        """Who holds it, in the user's words."""
        return f"process {self.process} on {self.host}, since {self.since}"

    def is_stale(self, sandbox: Path) -> bool:
        """Whether its run is over: it ran on this machine, and its process is gone or another one by now."""
        return self.host == socket.gethostname() and not belongs(self.process, sandbox)


def locks(sandbox: Path) -> list[Lock]:
    """The locks on the state of a sandbox; the one of a run that has just ended may be gone already."""
    found = []
    for file in sorted((sandbox / "state/.pulumi/locks/organization/patless" / STACK).glob("*.json")):
        try:
            text = json.loads(file.read_text())
        except FileNotFoundError:
            continue
        found.append(Lock(file, text["pid"], text["hostname"], text["timestamp"]))
    return found
