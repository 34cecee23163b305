"""What a sandbox is at this moment."""

from dataclasses import asdict, dataclass
from pathlib import Path

from azdo_emulator.http import process
from azdo_emulator.model import Cloud, faults, replication
from azdo_emulator.model.fault import Fault
from azdo_emulator.model.replication import Lag
from azdo_emulator.model.store import FILE
from patless.errors import PatlessError


@dataclass(frozen=True)
class Status:
    """A sandbox: its folder, how many things of each kind it has, its server if it runs, and the faults."""

    folder: Path
    counts: dict[str, int]
    server: process.Running | None
    faults: list[Fault]
    lags: dict[Lag, tuple[int, float]]

    def body(self) -> dict[str, object]:
        """For a machine."""
        return {
            "folder": str(self.folder),
            "counts": self.counts,
            "server": asdict(self.server) if self.server else None,
            "faults": [asdict(fault) for fault in self.faults],
            "lags": self.lags,
        }

    def text(self) -> str:
        """For people."""
        counts = ", ".join(f"{number} {name}" for name, number in self.counts.items())
        server = f"running, {self.server.said()}" if self.server else "stopped"
        lines = [f"folder  {self.folder}", f"cloud   {counts}", f"server  {server}"]
        lines += [f"fault   {fault.said()}" for fault in self.faults]
        lines += [
            f"lag     {lag}: {looks} failed looks, {wait:g} s" for lag, (looks, wait) in self.lags.items()
        ]
        return "\n".join(lines)


COUNTED = {
    "applications": "applications",
    "service principals": "service_principals",
    "people": "users",
    "members of the organisation": "entitlements",
    "service connections": "service_endpoints",
}
"""What is counted, and its table."""


def status(folder: Path) -> Status:
    """The sandbox in `folder`."""
    if not (folder / FILE).is_file():
        raise PatlessError(
            f"there is no sandbox in {folder}",
            "one that `make up` or `patless sandbox start` has made",
            "run one of them",
        )
    with Cloud(folder) as cloud, cloud.read() as session:
        counts = {
            # The tables are words of this module.
            name: int(session.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])  # noqa: S608
            for name, table in COUNTED.items()
        }
        return Status(
            folder, counts, process.running(folder), faults.listed(session), replication.lags(session)
        )
