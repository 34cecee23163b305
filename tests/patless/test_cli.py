"""The command line tells a user's mistake in three parts and never with a traceback."""

import sys
from importlib import metadata

import pytest

from patless import cli
from patless.errors import PatlessError


def test_a_users_mistake_has_three_parts_and_exit_code_2(monkeypatch, capsys):
    def fail() -> None:
        raise PatlessError("the file is gone", "a file", "make one")

    monkeypatch.setattr(cli, "app", fail)

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 2
    assert capsys.readouterr().err == "patless: the file is gone\n  expected: a file\n  next:     make one\n"


@pytest.mark.parametrize("words", [["--help"], ["sandbox", "--help"], ["engine", "--help"]])
def test_every_command_has_help(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["patless", *words])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 0
    assert "Usage: patless" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["patless", "--version"])

    with pytest.raises(SystemExit) as end:
        cli.main()

    assert end.value.code == 0
    assert capsys.readouterr().out == f"patless {metadata.version('patless')}\n"
