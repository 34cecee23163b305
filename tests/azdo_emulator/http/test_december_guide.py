"""The guide to 1 December: what it says to type runs on the sandbox, and what it shows is what comes."""

import re

import pytest
from typer.testing import CliRunner

from patless.cli import app
from patless.findings import words
from patless.project import ROOT
from patless.reports import token_uses
from patless.sandbox import folder

GUIDE = (ROOT / "docs/guides/1-december.md").read_text()


@pytest.fixture
def run(server, monkeypatch):
    monkeypatch.setattr(folder, "FOLDER", server.cloud.path.parent)
    return lambda *typed: CliRunner().invoke(app, typed)


def commands():
    return [line.split()[2:] for line in re.findall(r"^\$ patless .*$", GUIDE, re.MULTILINE)]


def test_every_command_of_the_guide_runs_on_the_sandbox(run):
    assert commands()
    for typed in commands():
        there = [] if "--sandbox" in typed else ["--sandbox"]
        done = run(*[word for word in typed if word not in ("--organization", "NAME")], *there)

        assert done.exit_code == 1
        assert "Stops on 2026-12-01" in done.stdout


def test_the_sample_of_the_guide_is_what_is_printed(run):
    [sample] = re.findall(r"```\n(Stops on.*?)```", GUIDE, re.DOTALL)
    printed = run("inventory", "--sandbox").stdout

    for line in filter(None, map(str.strip, sample.splitlines())):
        # The days of the past are counted from the day on which it was made.
        for part in re.split(r"…|\(in \d+ days?\)|ends \d{4}-\d\d-\d\d", line):
            assert part.strip() in printed


def test_every_option_of_the_command_is_in_the_guide(run):
    options = set(re.findall(r"--[a-z][a-z-]+", run("inventory", "--help").stdout)) - {"--help"}

    assert options <= set(re.findall(r"--[a-z][a-z-]+", GUIDE))


def test_the_guide_has_the_exit_codes_of_the_command(run):
    assert re.findall(r"^\| (\d) \|", GUIDE, re.MULTILINE) == ["0", "1", "2", "3"]


def test_the_words_of_the_guide_are_those_of_the_list():
    assert "its creator has a\n  global token" in GUIDE
    assert token_uses.GIT_CREDENTIAL_MANAGER.instead in GUIDE
    assert words.KINDS["global-token"] in GUIDE
