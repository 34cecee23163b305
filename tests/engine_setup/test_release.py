"""The official release: only what was verified is used."""

import hashlib
import io
import re
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from patless.engine import cache, release
from patless.engine.step import Request, Skipped
from patless.engine.version import PINNED

PLATFORM = cache.platform_name()
NAME = f"/v{PINNED}/pulumi-v{PINNED}-{PLATFORM}.tar.gz"


class Server(HTTPServer):
    """Serves one body under any path, and counts the requests."""

    body = b""
    length: int | None = None
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(self.server.length or len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATLESS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def archive(**files: str) -> bytes:
    return packed({f"pulumi/{name.replace('_', '-')}": text for name, text in files.items()})


def packed(files: dict[str, str], change: Callable[[tarfile.TarInfo], None] = lambda _: None) -> bytes:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as made:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            change(info)
            made.addfile(info, io.BytesIO(text.encode()))
    return body.getvalue()


def find(server: Server, tmp_path: Path, expected: str | None = None) -> Path:
    digest = expected or hashlib.sha256(server.body).hexdigest()
    request = Request(tmp_path, lambda line: None)
    return release.find(request, checksums={PLATFORM: digest}, server=server.url).cli


def files_in(store: Path) -> list[str]:
    return sorted(file.name for file in store.rglob("*") if file.is_file() and file.suffix != ".lock")


def test_a_verified_release_is_used_with_its_language_host(
    server: Server, store: Path, tmp_path: Path
) -> None:
    server.body = archive(pulumi="cli", pulumi_language_python="host", pulumi_language_go="another")
    digest = hashlib.sha256(server.body).hexdigest()

    found = release.find(
        Request(tmp_path, lambda line: None), checksums={PLATFORM: digest}, server=server.url
    )

    assert server.asked == [NAME]
    assert found.cli.read_text() == "cli"
    assert found.cli.stat().st_mode & 0o111
    assert [file.read_text() for file in found.host] == ["host"]
    assert digest in found.reason
    assert files_in(store) == ["pulumi", "pulumi-language-python"]


def test_a_verified_release_is_downloaded_once(server: Server, store: Path, tmp_path: Path) -> None:
    server.body = archive(pulumi="cli")

    assert find(server, tmp_path) == find(server, tmp_path)
    assert len(server.asked) == 1


def test_a_wrong_checksum_is_refused_and_nothing_stays(server: Server, store: Path, tmp_path: Path) -> None:
    server.body = archive(pulumi="cli")

    with pytest.raises(Skipped, match="refused: its sha256 is"):
        find(server, tmp_path, expected="0" * 64)

    assert files_in(store) == []


def test_without_a_recorded_checksum_nothing_is_downloaded(
    server: Server, store: Path, tmp_path: Path
) -> None:
    with pytest.raises(Skipped, match=f"no checksum of the official release is recorded for {PLATFORM}"):
        release.find(Request(tmp_path, print), checksums={}, server=server.url)

    assert server.asked == []


def test_a_truncated_download_is_refused_and_nothing_stays(
    server: Server, store: Path, tmp_path: Path
) -> None:
    whole = archive(pulumi="cli")
    server.body, server.length = whole[:-20], len(whole)

    with pytest.raises(Skipped, match=r"refused|could not be downloaded"):
        find(server, tmp_path, expected=hashlib.sha256(whole).hexdigest())

    assert files_in(store) == []


def test_a_server_s_refusal_is_a_reason(server: Server, store: Path, tmp_path: Path) -> None:
    server.status = 404

    with pytest.raises(Skipped, match="could not be downloaded: HTTP Error 404"):
        find(server, tmp_path)


def test_no_server_is_a_reason(store: Path, tmp_path: Path, server: Server) -> None:
    nowhere = server.url
    server.server_close()

    with pytest.raises(Skipped, match="could not be downloaded"):
        release.find(Request(tmp_path, print), checksums={PLATFORM: "0" * 64}, server=nowhere)


@pytest.mark.parametrize("name", ["../pulumi", "pulumi/../../pulumi", "/tmp/pulumi"])
def test_an_archive_that_leaves_its_folder_is_refused(
    server: Server, store: Path, tmp_path: Path, name: str
) -> None:
    server.body = packed({"pulumi/pulumi": "cli", name: "elsewhere"})

    with pytest.raises(Skipped, match=re.escape(repr(name))):
        find(server, tmp_path)

    assert files_in(store) == []


def test_a_link_in_an_archive_is_not_followed(server: Server, store: Path, tmp_path: Path) -> None:
    def link(info: tarfile.TarInfo) -> None:
        info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0

    server.body = packed({"pulumi/pulumi": ""}, link)

    with pytest.raises(Skipped, match="holds no pulumi"):
        find(server, tmp_path)

    assert files_in(store) == []


def test_what_is_no_archive_is_refused(server: Server, store: Path, tmp_path: Path) -> None:
    server.body = b"<html>sign in</html>"

    with pytest.raises(Skipped, match="could not be unpacked"):
        find(server, tmp_path)

    assert files_in(store) == []


def test_every_recorded_checksum_is_a_sha256() -> None:
    for platform, digest in release.recorded_checksums().items():
        assert re.fullmatch(r"(linux|darwin)-(x64|arm64)", platform)
        assert re.fullmatch(r"[0-9a-f]{64}", digest)
