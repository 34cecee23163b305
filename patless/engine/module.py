"""The third step: the engine built from its Go module, where only package registries are within reach."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from patless.engine import cache, toolchain
from patless.engine.ambient import version_of
from patless.engine.pulse import Pulse, elapsed
from patless.engine.step import Found, Request, Skipped
from patless.engine.version import PINNED

MODULE = Path(__file__).parent
"""The folder of `go.mod` and `go.sum`, which pin and verify every source file of the engine."""

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
FLAGS = (
    "-trimpath",
    "-ldflags",
    f"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{PINNED}",
)
LAST_LINES = 12


def find(request: Request) -> Found:
    """The engine of this `go.sum`: built once for each machine, then taken from the cache."""
    with cache.entry(f"{PINNED}-{cache.platform_name()}-{pin()}", request.say) as place:
        if not (place / "pulumi").is_file():
            _build(request, place)
    return Found(place / "pulumi", PINNED, f"built from its Go module, verified by go.sum, in {place}")


def pin() -> str:
    """What pins the engine's sources: a part of the hash of `go.sum`."""
    return hashlib.sha256((MODULE / "go.sum").read_bytes()).hexdigest()[:12]


def _build(request: Request, place: Path) -> None:
    work = cache.unfinished(place)
    try:
        go = toolchain.find(MODULE / "go.mod", work, request.say)
        request.say(
            f"Building pulumi {PINNED} with {go.name}. The first time this takes several minutes "
            "(about 5 on two cores) and 3 GB of disk; afterwards every checkout uses the result."
        )
        started = time.monotonic()
        compile_engine(go, work / "pulumi", request.say)
        if (built := version_of(work / "pulumi")) != PINNED:
            raise Skipped(f"the engine that was built says it is version {built}")
        cache.finish(work / "pulumi", place)
        request.say(f"Built pulumi {PINNED} in {elapsed(time.monotonic() - started)}.")
    finally:
        shutil.rmtree(work)


def compile_engine(go: toolchain.Toolchain, target: Path, say: Callable[[str], None]) -> None:
    """Downloads the modules, compiles the packages and links them into `target`."""
    environment = _environment(go)
    with Pulse(say, "downloading modules") as pulse:
        modules, packages = 0, 0
        for line in _lines([go.go, "list", "-deps", PACKAGE], environment):
            if line.startswith("go: downloading "):
                modules += 1
                pulse.doing = f"downloading modules, {modules} so far"
            else:
                packages += 1
        pulse.doing = f"compiling {packages} packages"
        command: list[str | Path] = [go.go, "build", "-v", *FLAGS, "-o", target, PACKAGE]
        for count, line in enumerate(_lines(command, environment), start=1):
            pulse.doing = f"compiling, {count} of {packages} packages, now {line}"


def _environment(go: toolchain.Toolchain) -> dict[str, str]:
    # What a developer sets for other builds must not change this one; proxies and registries stay.
    kept = {name: value for name, value in os.environ.items() if name not in ("GOOS", "GOARCH", "GOWORK")}
    fixed = {
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "GOFLAGS": "-mod=readonly -modcacherw",
        # Without a C compiler's help the result depends on no library of the machine.
        "CGO_ENABLED": "0",
    }
    return kept | fixed | go.environment


def _lines(command: list[str | Path], environment: dict[str, str]) -> Iterator[str]:
    """What the command prints, line by line; a failure skips the step with the last lines as its reason."""
    process = subprocess.Popen(
        command,
        cwd=MODULE,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    last: deque[str] = deque(maxlen=LAST_LINES)
    try:
        for line in process.stdout or ():
            last.append(line.rstrip())
            yield last[-1]
        if process.wait() != 0:
            raise Skipped("Go could not build the engine:\n" + "\n".join(last))
    finally:
        with process:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
