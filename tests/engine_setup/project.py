"""A project for the real engine, and what becomes of its processes."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DEADLINE = 30


@dataclass(frozen=True)
class Project:
    """A Pulumi project and the engine's command line."""

    folder: Path
    environment: dict[str, str]
    cli: Path

    def program(self, text: str) -> None:
        (self.folder / "__main__.py").write_text(text)

    def settings(self, text: str) -> None:
        (self.folder / "Pulumi.yaml").write_text(text)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.cli, *arguments, "--non-interactive"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=DEADLINE * 4)
        assert process.returncode == code, output
        return output


def eventually(claim: Callable[[], object], what: str) -> None:
    """Waits for a condition, and fails when it has not come true after the deadline."""
    end = time.monotonic() + DEADLINE
    while not claim():
        assert time.monotonic() < end, f"not within {DEADLINE} s: {what}"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has waited for yet has ended too."""
    if Path("/proc/self/stat").exists():
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return not listed.strip() or listed.startswith("Z")


def pids_in(file: Path) -> list[int]:
    """The process ids that a program or a plug-in has written, once they are there."""
    eventually(lambda: file.exists() and file.read_text(), f"{file.name} is written")
    return [int(word) for word in file.read_text().split()]
