"""The first step: `pulumi` on PATH."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from patless.engine.step import Found, Request, Skipped
from patless.engine.version import MINIMUM, PINNED, parsed

HOST_FILES = ("pulumi-language-python", "pulumi-language-python-exec")
TIMEOUT = 30
OWN = Path(".patless/engine/bin")


def find(request: Request) -> Found:
    """The `pulumi` on PATH, with the language host beside it, if it is new enough."""
    on_path = shutil.which("pulumi", path=_path_without_checkouts())
    if on_path is None:
        raise Skipped("there is no pulumi on PATH")
    # Plug-ins are looked for beside the file itself, not beside a link to it.
    cli = Path(on_path).resolve()
    version = version_of(cli)
    if request.pinned and version != PINNED:
        raise Skipped(f"{cli} has version {version}, and {PINNED} was asked for")
    numbers = parsed(version)
    if numbers is None or numbers < MINIMUM or numbers[0] != MINIMUM[0]:
        oldest = ".".join(map(str, MINIMUM))
        raise Skipped(f"{cli} has version {version}; from {oldest} up to {MINIMUM[0] + 1}.0.0 is used")
    host = tuple(cli.with_name(name) for name in HOST_FILES if cli.with_name(name).is_file())
    return Found(cli, version, f"{cli} on PATH has version {version}", host)


def version_of(cli: Path) -> str:
    """What the command line says its version is; skips the step when it says nothing of use."""
    quiet = os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        said = subprocess.run(
            [cli, "version"], env=quiet, capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Skipped(f"{cli} does not run: {error}") from error
    text = said.stdout.strip().removeprefix("v")
    if not re.fullmatch(r"\d+\.\d+\.\d+\S*", text):
        raise Skipped(f"{cli} does not say which version it is")
    return text


def _path_without_checkouts() -> str:
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if folder and Path(folder).parts[-3:] != OWN.parts)
