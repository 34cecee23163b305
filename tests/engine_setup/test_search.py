"""The search for an engine and what it records."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import patless.engine
from patless.engine import installed, module
from patless.engine.search import STEPS, install
from patless.engine.step import Found, Request, Skipped, Step
from patless.engine.version import MINIMUM, PINNED, parsed
from patless.errors import PatlessError

Fake = Callable[..., Path]


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts an executable on a PATH that holds nothing else."""
    folder = tmp_path / "on-path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(text: str, name: str = "pulumi") -> Path:
        file = folder / name
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
        return file

    return make


@pytest.fixture
def said() -> list[str]:
    return []


def never(request: Request) -> Found:
    raise AssertionError("an earlier step had found an engine")


def skipped(request: Request) -> Found:
    raise Skipped("not today")


def only_path(after: Step = never) -> dict[str, Step]:
    return {"path": STEPS["path"], "release": after}


def built(tmp_path: Path, version: str = PINNED, text: str = "a command line") -> Step:
    # A new file each time: the checkout's is a link to it.
    cli = tmp_path / f"built {version} {text}"
    cli.write_text(text)
    return lambda request: Found(cli, version, "built")


def test_takes_what_path_has(tmp_path: Path, on_path: Fake, said: list[str]) -> None:
    cli = on_path("echo v3.256.1")

    engine = install(tmp_path, said.append, steps=only_path())

    assert (engine.version, engine.source) == ("3.256.1", "path")
    assert engine.cli.read_text() == cli.read_text()
    assert engine.reasons == [f"path: {cli} on PATH has version 3.256.1"]


def test_follows_links_to_the_folder_of_the_language_host(tmp_path: Path, on_path: Fake) -> None:
    real = tmp_path / "real"
    real.mkdir()
    on_path("echo v3.255.0").rename(real / "pulumi")
    (tmp_path / "on-path" / "pulumi").symlink_to(real / "pulumi")
    (real / "pulumi-language-python").write_text("its own host")
    (real / "pulumi-language-python-exec").write_text("its own executor")

    engine = install(tmp_path, print, steps=only_path())

    assert engine.cli.with_name("pulumi-language-python").read_text() == "its own host"
    assert engine.cli.with_name("pulumi-language-python-exec").read_text() == "its own executor"


def test_gives_an_engine_without_a_language_host_ours(tmp_path: Path, on_path: Fake) -> None:
    on_path("echo v3.255.0")

    engine = install(tmp_path, print, steps=only_path())

    assert "patless.engine.host" in engine.cli.with_name("pulumi-language-python").read_text()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo v3.254.9", "has version 3.254.9; from 3.255.0 up to 4.0.0 is used"),
        ("echo v4.0.0", "has version 4.0.0; from 3.255.0 up to 4.0.0 is used"),
        ("echo v3.256.0-alpha.1", "has version 3.256.0-alpha.1; from 3.255.0"),
        ("echo; exit 0", "does not say which version it is"),
        ("echo hello", "does not say which version it is"),
        ("echo v3.255.0; exit 1", "does not run"),
        ("kill -9 $$", "does not run"),
    ],
)
def test_passes_over_what_cannot_be_used_and_says_why(
    tmp_path: Path, on_path: Fake, said: list[str], script: str, reason: str
) -> None:
    cli = on_path(script)

    engine = install(tmp_path, said.append, steps=only_path(built(tmp_path)))

    assert engine.source == "release"
    assert f"path: {cli} {reason}" in engine.reasons[0]
    assert f"not from PATH: {cli} {reason}" in said[0]


def test_passes_over_a_file_that_is_no_program(tmp_path: Path, on_path: Fake) -> None:
    cli = on_path("")
    cli.write_bytes(b"\x7fELF but not really")

    engine = install(tmp_path, print, steps=only_path(built(tmp_path)))

    assert f"{cli} does not run" in engine.reasons[0]


def test_says_that_path_has_none(tmp_path: Path, on_path: Fake) -> None:
    engine = install(tmp_path, print, steps=only_path(built(tmp_path)))

    assert engine.reasons == ["path: there is no pulumi on PATH", "release: built"]


def test_does_not_find_the_engine_of_a_checkout_again(
    tmp_path: Path, on_path: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / ".patless" / "engine" / "bin"
    other.mkdir(parents=True)
    on_path("echo v3.300.0").rename(other / "pulumi")
    monkeypatch.setenv("PATH", str(other))

    engine = install(tmp_path, print, steps=only_path(built(tmp_path)))

    assert engine.reasons[0] == "path: there is no pulumi on PATH"


def test_pinned_accepts_the_pinned_version_only(tmp_path: Path, on_path: Fake) -> None:
    on_path("echo v3.256.1")

    engine = install(tmp_path, print, pinned=True, steps=only_path(built(tmp_path)))

    assert engine.source == "release"
    assert "has version 3.256.1, and 3.255.0 was asked for" in engine.reasons[0]


def test_pinned_accepts_the_pinned_version_on_path(tmp_path: Path, on_path: Fake) -> None:
    on_path(f"echo v{PINNED}")

    assert install(tmp_path, print, pinned=True, steps=only_path()).source == "path"


def test_the_order_is_path_then_release_then_module() -> None:
    assert list(STEPS) == ["path", "release", "module"]


def test_nothing_found_is_an_error_with_every_reason(tmp_path: Path) -> None:
    with pytest.raises(PatlessError) as error:
        install(tmp_path, print, steps={"path": skipped, "release": skipped, "module": skipped})

    for source in ("path", "release", "module"):
        assert f"{source}: not today" in str(error.value)
    assert not (tmp_path / ".patless" / "engine" / "bin").exists()


def test_a_second_install_does_nothing(tmp_path: Path, said: list[str]) -> None:
    first = install(tmp_path, said.append, steps={"module": built(tmp_path)})

    assert install(tmp_path, said.append, steps={"module": never}) == first
    assert installed(tmp_path) == first


def test_two_installs_at_once_search_once(tmp_path: Path) -> None:
    searching, waits = threading.Event(), threading.Event()
    find = built(tmp_path)

    def slow(request: Request) -> Found:
        searching.set()
        assert waits.wait(timeout=30)
        return find(request)

    with ThreadPoolExecutor() as threads:
        first = threads.submit(install, tmp_path, print, steps={"module": slow})
        assert searching.wait(timeout=30)
        second = threads.submit(install, tmp_path, lambda line: waits.set(), steps={"module": never})

        assert first.result(timeout=30) == second.result(timeout=30)


def test_a_changed_pin_installs_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, print, steps={"module": built(tmp_path)})
    monkeypatch.setattr(module, "pin", lambda: "another")

    engine = install(tmp_path, print, steps={"module": built(tmp_path, text="another command line")})

    assert json.loads((tmp_path / ".patless/engine/engine.json").read_text())["pin"] == "another"
    assert engine.cli.read_text() == "another command line"


def test_an_engine_that_has_become_too_old_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, print, steps={"path": built(tmp_path, "3.256.0")})
    monkeypatch.setattr("patless.engine.search.MINIMUM", (3, 257, 0))

    assert install(tmp_path, print, steps={"path": built(tmp_path, "3.258.0")}).version == "3.258.0"


def test_pinned_replaces_another_version(tmp_path: Path) -> None:
    install(tmp_path, print, steps={"path": built(tmp_path, "3.300.0")})

    engine = install(tmp_path, print, pinned=True, steps={"module": built(tmp_path)})

    assert engine.version == PINNED
    assert installed(tmp_path) == engine


def test_installed_without_set_up_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PatlessError, match="make setup"):
        installed(tmp_path)


def test_installed_without_its_command_line_says_what_to_do(tmp_path: Path) -> None:
    install(tmp_path, print, steps={"module": built(tmp_path)}).cli.unlink()

    with pytest.raises(PatlessError, match="make setup"):
        installed(tmp_path)


def test_windows_is_refused_before_anything_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")

    with pytest.raises(PatlessError, match="Subsystem for Linux"):
        patless.engine.install(tmp_path, print)

    assert list(tmp_path.iterdir()) == []


def test_the_pin_is_the_version_in_go_mod() -> None:
    assert f"github.com/pulumi/pulumi/pkg/v3 v{PINNED}" in (module.MODULE / "go.mod").read_text()
    assert parsed(PINNED)
    assert parsed(PINNED) >= MINIMUM
