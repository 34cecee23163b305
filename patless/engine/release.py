"""The second step: the official release, if this repository knows its checksum."""

import hashlib
import shutil
import tarfile
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path, PurePosixPath

from patless.engine import cache
from patless.engine.ambient import HOST_FILES
from patless.engine.pulse import Pulse
from patless.engine.step import Found, Request, Skipped
from patless.engine.version import PINNED

OFFICIAL = "https://github.com/pulumi/pulumi/releases/download"
WANTED = ("pulumi", *HOST_FILES)
CHUNK = 1024 * 1024
TIMEOUT = 30


def recorded_checksums() -> dict[str, str]:
    """The SHA-256 of each platform's archive, recorded from an official source."""
    with Path(__file__).with_name("checksums.toml").open("rb") as file:
        checksums: dict[str, str] = tomllib.load(file).get(PINNED, {})
    return checksums


def find(request: Request, *, checksums: Mapping[str, str] | None = None, server: str = OFFICIAL) -> Found:
    """The release of the pinned version, downloaded unless the cache has it."""
    platform = cache.platform_name()
    expected = (recorded_checksums() if checksums is None else checksums).get(platform)
    if expected is None:
        raise Skipped(f"no checksum of the official release is recorded for {platform}")
    with cache.entry(f"{PINNED}-{platform}-{expected[:12]}", request.say) as place:
        reason = f"the official release, verified: sha256 {expected}"
        if not (place / "pulumi").is_file():
            url = f"{server}/v{PINNED}/pulumi-v{PINNED}-{platform}.tar.gz"
            request.say(f"Downloading {url}")
            work = cache.unfinished(place)
            try:
                _download(url, expected, work / "archive", request)
                _unpack(work / "archive", work)
                # The command line last: an entry that has it has everything.
                for name in (*HOST_FILES, "pulumi"):
                    if (work / name).is_file():
                        cache.finish(work / name, place)
            finally:
                shutil.rmtree(work)
        host = tuple(place / name for name in HOST_FILES if (place / name).is_file())
        return Found(place / "pulumi", PINNED, reason, host)


def _download(url: str, expected: str, archive: Path, request: Request) -> None:
    digest = hashlib.sha256()
    try:
        with (
            Pulse(request.say, "downloading") as pulse,
            urllib.request.urlopen(url, timeout=TIMEOUT) as answer,  # noqa: S310 the server is ours to name
            archive.open("wb") as file,
        ):
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                digest.update(chunk)
                pulse.doing = f"downloading, {file.tell() // CHUNK} MB so far"
    except (OSError, HTTPException) as error:
        raise Skipped(f"{url} could not be downloaded: {_cause(error)}") from error
    if digest.hexdigest() != expected:
        raise Skipped(f"{url} was refused: its sha256 is {digest.hexdigest()}, {expected} is recorded")


def _unpack(archive: Path, into: Path) -> None:
    """Writes the wanted files under names of our own; an archive with any unsafe name is refused whole."""
    try:
        with tarfile.open(archive, "r:gz") as opened:
            members = opened.getmembers()
            for member in members:
                name = PurePosixPath(member.name)
                if name.is_absolute() or ".." in name.parts:
                    raise Skipped(f"the release was refused: it holds the unsafe entry {member.name!r}")
            for member in members:
                target = into / PurePosixPath(member.name).name
                content = opened.extractfile(member) if member.isfile() and target.name in WANTED else None
                if content:
                    with target.open("wb") as file:
                        shutil.copyfileobj(content, file)
                    target.chmod(0o755)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Skipped(f"the release could not be unpacked: {error}") from error
    if not (into / "pulumi").is_file():
        raise Skipped("the release was refused: it holds no pulumi")


def _cause(error: Exception) -> object:
    # An HTTP error says its number; any other wraps what really happened.
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        return error.reason
    return error
