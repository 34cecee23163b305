"""An engine in a checkout: complete, or not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from patless.engine import installed, placement, record
from patless.engine.step import Found
from patless.errors import PatlessError


@pytest.fixture
def found(tmp_path: Path) -> Found:
    cli = tmp_path / "pulumi"
    cli.write_text("a command line")
    cli.chmod(0o755)
    return Found(cli, "3.255.0", "found")


def test_the_command_line_is_a_link_to_the_cache(tmp_path: Path, found: Found) -> None:
    placement.place(tmp_path, found)

    assert record.cli_of(tmp_path).samefile(found.cli)


def test_across_file_systems_the_command_line_is_a_copy(
    tmp_path: Path, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError("cross-device link")

    monkeypatch.setattr(os, "link", refuse)

    placement.place(tmp_path, found)

    assert record.cli_of(tmp_path).read_text() == "a command line"
    assert os.access(record.cli_of(tmp_path), os.X_OK)
    assert not record.cli_of(tmp_path).samefile(found.cli)


def test_a_placement_that_stops_half_way_records_nothing(
    tmp_path: Path, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement.place(tmp_path, found)
    record.write(tmp_path, "3.255.0", "module", [], "pin")
    monkeypatch.setattr(placement, "launcher", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        placement.place(tmp_path, found)

    with pytest.raises(PatlessError):
        installed(tmp_path)


def test_our_host_takes_the_place_of_another_s(tmp_path: Path, found: Found) -> None:
    host = tmp_path / "pulumi-language-python"
    executor = tmp_path / "pulumi-language-python-exec"
    host.write_text("another host")
    executor.write_text("its executor")

    placement.place(tmp_path, Found(found.cli, "3.256.0", "found", (host, executor)))
    placement.place(tmp_path, found)

    names = sorted(file.name for file in record.cli_of(tmp_path).parent.iterdir())
    assert names == ["pulumi", "pulumi-language-python"]
    assert host.read_text() == "another host"


def test_the_launcher_starts_a_python_whose_path_has_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "it's a path" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s," "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "it's a path"))
    script = tmp_path / "launcher"
    script.write_text(placement.launcher())

    said = subprocess.run(
        ["sh", str(script), "127.0.0.1:1", "a b"], capture_output=True, text=True, check=True
    )

    assert said.stdout == "-I,-m,patless.engine.host,127.0.0.1:1,a b,"


def test_a_host_of_another_python_is_not_complete(
    tmp_path: Path, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement.place(tmp_path, found)
    assert placement.is_complete(tmp_path)

    monkeypatch.setattr(sys, "prefix", "/another")
    monkeypatch.setattr(sys, "executable", "/another/python")

    assert not placement.is_complete(tmp_path)


def test_a_host_that_was_deleted_is_not_complete(tmp_path: Path, found: Found) -> None:
    placement.place(tmp_path, found)
    record.cli_of(tmp_path).with_name("pulumi-language-python").unlink()

    assert not placement.is_complete(tmp_path)
