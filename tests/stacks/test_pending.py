"""Whether an update asks what an earlier one left pending, and what it does where nobody answers."""

import json
import subprocess

import pulumi
import pytest

from components import own_state
from components.lost_answer import tag
from stacks import pending


@pytest.fixture
def asked(monkeypatch):
    """Lets a stack ask an engine that gives an answer; whether it was asked, and what was warned of."""

    def call(stack, answer, dry_run=False):
        calls, warned = [], []

        def run(words, **_):
            calls.append(words)
            if isinstance(answer, Exception):
                raise answer
            return subprocess.CompletedProcess(words, 0, stdout=answer)

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(pulumi.log, "warn", warned.append)
        monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: dry_run)
        for name in ("get_organization", "get_project", "get_stack"):
            monkeypatch.setattr(pulumi, name, lambda: "x")
        monkeypatch.setattr(pulumi.runtime, "get_root_directory", lambda: "/")
        pending.refuse(pending.ask(stack))
        return bool(calls), warned

    return call


NOTHING = b'{"deployment": {}}'


def test_a_stack_with_checks_asks_and_goes_on_where_nothing_is_pending(example, asked):
    assert asked(example.load(), NOTHING) == (True, [])


def test_a_preview_asks_nothing(example, asked):
    assert asked(example.load(), NOTHING, dry_run=True) == (False, [])


def test_a_stack_without_checks_asks_nothing(stack, asked):
    assert asked(stack.load(), NOTHING) == (False, [])


@pytest.mark.parametrize(
    "answer",
    [FileNotFoundError("pulumi"), subprocess.CalledProcessError(255, "pulumi"), b"not JSON", b"{}"],
    ids=lambda answer: type(answer).__name__,
)
def test_where_nobody_answers_the_update_goes_on_with_a_warning(example, asked, answer):
    was_asked, [warning] = asked(example.load(), answer)

    assert was_asked
    assert "If an update died while it made a check on a service connection" in warning


CHECK = "azuredevops:index/checkApproval:CheckApproval"
CONNECTION = {
    "urn": "urn:pulumi:s::p::azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM::c-endpoint",
    "type": "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM",
    "id": "connection",
    "parent": "urn:pulumi:s::p::patless:index:Workload::w",
    "provider": "urn:pulumi:s::p::pulumi:providers:azuredevops::azure-devops::id",
}
APPROVAL = {"urn": f"urn:pulumi:s::p::{CHECK}::c-use-approval", "type": CHECK, "id": "1"}
NOTE = tag(APPROVAL["urn"])
NOTES = {NOTE: f"{CHECK} project connection c-use-approval", "pulumi:project": "p"}


@pytest.fixture
def refused(monkeypatch, example):
    """What an update says where the state holds these resources and a note on the approval; what it asked."""

    def call(*resources):
        asked = []

        def ask(*words):
            asked.append(words[:3])
            return json.dumps(NOTES if words[1] == "tag" else {"deployment": {"resources": list(resources)}})

        monkeypatch.setattr(own_state, "ask", ask)
        monkeypatch.setattr(own_state, "stack", lambda: "o/p/s")
        monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: False)
        try:
            pending.refuse(pending.ask(example.load()))
        except pending.Pending as stop:
            return str(stop), asked
        return "", asked

    return call


def test_a_note_on_a_check_stops_the_update_with_the_commands_filled_in(refused):
    said, _ = refused(CONNECTION)

    assert "they may be there, and nothing can look them up: c-use-approval" in said
    assert "GET project/_apis/pipelines/checks/configurations?resourceType=endpoint&resourceId=con" in said
    assert f"pulumi import '{CHECK}' 'c-use-approval' 'ID' --parent 'parent={CONNECTION['parent']}'" in said
    assert "--provider 'provider=urn:pulumi:s::p::pulumi:providers:azuredevops::azure-devops' " in said
    assert f"pulumi stack tag rm {NOTE}" in said
    assert "refresh" not in said


@pytest.mark.parametrize("resources", [(CONNECTION, APPROVAL), ()], ids=["imported", "connection gone"])
def test_a_note_that_is_settled_is_taken_away_and_stops_nothing(refused, resources):
    said, asked = refused(*resources)

    assert said == ""
    assert ("stack", "tag", "rm") in asked
