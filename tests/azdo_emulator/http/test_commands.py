"""`patless sandbox`: what a user types, and what they read."""

import json

import httpx
import pytest
from typer.testing import CliRunner

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http import process
from patless.commands.sandbox import app
from patless.errors import PatlessError
from patless.sandbox import folder


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "FOLDER", tmp_path / "sandbox")

    def typed(*words):
        done = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    yield typed
    if folder.FOLDER.exists():
        process.stop(folder.FOLDER)


def test_a_server_is_opened_looked_at_and_closed(run):
    opened = run("start", "--size", "20")
    seen = json.loads(run("status", "--json"))

    assert f"process {seen['server']['pid']} at {seen['server']['http']}" in opened
    assert httpx.get(f"{seen['server']['http']}/metadata/endpoints", trust_env=False).status_code == 200
    assert seen["counts"]["members of the organisation"] > 20
    assert run("stop").startswith("The server has stopped: process")
    assert run("stop") == "The server was not running.\n"
    assert "server  stopped" in run("status")


def test_a_second_start_is_a_users_mistake(run):
    run("start")

    with pytest.raises(EmulatorError, match="is running already"):
        run("start")


def test_a_status_of_nothing_says_how_to_begin(run):
    with pytest.raises((PatlessError, EmulatorError), match="there is no sandbox in"):
        run("status")


def test_a_size_is_for_a_new_sandbox(run):
    run("start", "--size", "10")
    run("stop")

    with pytest.raises(PatlessError, match="keeps its size"):
        run("start", "--size", "20")


def test_faults_are_asked_for_listed_and_cleared(run):
    run("start", "--size", "1")
    assert run("faults", "list") == "No fault was asked for.\n"
    assert (
        run("faults", "add", "throttled", "5", "--times", "2")
        == "1: throttled 5, on every call of every service, 2 times\n"
    )
    run("faults", "add", "reset", "--probability", "0.5", "--seed", "7", "--call", "get_project")
    run("faults", "lag", "azure-devops", "--attempts", "3")

    listed = json.loads(run("faults", "list", "--json"))

    assert [fault["kind"] for fault in listed["faults"]] == ["throttled", "reset"]
    assert listed["lags"] == {"azure-devops": {"attempts": 3, "seconds": 0.0}}
    assert run("faults", "list").splitlines()[1:] == [
        "2: reset, on get_project of every service, with probability 0.5 (seed 7)",
        "lag: azure-devops, after 3 failed looks and 0 seconds",
    ]
    assert run("faults", "clear", "1") == "1 fault cleared.\n"
    assert run("faults", "clear") == "2 faults cleared.\n"


def test_a_fault_is_set_while_the_server_is_open(run):
    run("start")
    server = json.loads(run("status", "--json"))["server"]

    run("faults", "add", "unavailable", "502", "--service", "sign-in")

    assert httpx.get(f"{server['http']}/metadata/endpoints", trust_env=False).status_code == 502


def test_a_fault_that_there_is_not_is_refused_with_those_that_there_are(run):
    done = CliRunner().invoke(app, ["faults", "add", "gremlins"])

    assert done.exit_code == 2
    assert "gremlins" in done.stderr
    assert "throttled" in done.stderr
