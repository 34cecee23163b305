"""The language host of YAML programs, which comes with Pulumi's releases: here built from its Go module."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from patless.engine import cache, toolchain
from patless.engine.step import Skipped

MODULE = Path(__file__).parent
"""The folder of `go.mod` and `go.sum`, which pin and verify the host's sources."""

VERSION = "1.25.0"
PACKAGE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"


def host() -> Path:
    """The host, built once for each machine (a minute or two), then taken from the cache; else Skipped."""
    pin = hashlib.sha256((MODULE / "go.sum").read_bytes()).hexdigest()[:12]
    with cache.entry(f"yaml-{VERSION}-{cache.platform_name()}-{pin}", print) as place:
        built = place / PACKAGE.rpartition("/")[2]
        if not built.is_file():
            _build(place, built.name)
    return built


def _build(place: Path, name: str) -> None:
    work = cache.unfinished(place)
    try:
        go = toolchain.find(MODULE / "go.mod", work, print)
        fixed = {
            "GOTOOLCHAIN": "local",
            "GOWORK": "off",
            "GOFLAGS": "-mod=readonly -modcacherw",
            "CGO_ENABLED": "0",
        }
        done = subprocess.run(
            [go.go, "build", "-trimpath", "-ldflags", "-s -w", "-o", work / name, PACKAGE],
            cwd=MODULE,
            env=os.environ | fixed | go.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Skipped(f"Go could not build the host of YAML programs:\n{done.stderr[-2000:]}")
        cache.finish(work / name, place)
    finally:
        shutil.rmtree(work)
