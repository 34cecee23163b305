"""Where the answer to a create was lost, the run leaves a note; where the service refused, it leaves none."""

import asyncio
import subprocess

import pulumi
import pytest
from pulumi.resource_hooks import ErrorHookArgs

from components import lost_answer, own_state

URN = "urn:pulumi:s::p::patless:index:Workload$azuredevops:index/checkApproval:CheckApproval::c-use-approval"
TYPE = "azuredevops:index/checkApproval:CheckApproval"

LOST = [
    "error reading from server: EOF",
    "rpc error: code = Unavailable desc = transport is closing",
    'failed creating check: Post "https://dev.azure.com/contoso": read: connection reset by peer',
    "context deadline exceeded",
    "net/http: TLS handshake timeout",
    "502 Bad Gateway",
]
REFUSED = [
    "failed creating check, project ID: x. Error: The approver 1 is not found.",
    "VS403283: Could not add user 'x' at this time.",
    "409: RoleAssignmentExists",
    "a timeout of 500 minutes is out of range: at most 43200",
]


@pytest.fixture
def told(monkeypatch):
    """What the engine's CLI was asked after a create that failed."""

    def call(error, operation="create", fails=None):
        asked = []

        def ask(*words):
            asked.append(words)
            if fails:
                raise fails

        monkeypatch.setattr(own_state, "ask", ask)
        monkeypatch.setattr(own_state, "stack", lambda: "contoso/patless/s")
        inputs = {"projectId": "project", "targetResourceId": "connection"}
        args = ErrorHookArgs(
            URN, "", "c-use-approval", TYPE, new_inputs=inputs, failed_operation=operation, errors=[error]
        )
        assert asyncio.run(lost_answer._note(args)) is False
        return asked

    return call


@pytest.mark.parametrize("error", LOST)
def test_a_lost_answer_is_noted_with_what_it_takes_to_look(told, error):
    [words] = told(error)

    assert words[:3] == ("stack", "tag", "set")
    assert words[3] == lost_answer.tag(URN)
    assert words[4] == f"{TYPE} project connection c-use-approval"
    assert words[5:] == ("--stack", "contoso/patless/s")


@pytest.mark.parametrize("error", REFUSED)
def test_a_refusal_is_not_noted(told, error):
    assert told(error) == []


@pytest.mark.parametrize("operation", ["update", "delete"])
def test_only_a_create_can_make_a_second(told, operation):
    assert told(LOST[0], operation) == []


def test_a_note_that_cannot_be_left_is_told(told, monkeypatch):
    warned = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)

    told(LOST[0], fails=subprocess.CalledProcessError(255, "pulumi"))

    assert "c-use-approval may have been made" in warned[0]


def test_a_note_fits_where_pulumi_cloud_keeps_it():
    args = ErrorHookArgs(URN, "", "n" * 400, TYPE, new_inputs={}, errors=[""])

    assert len(lost_answer.tag(URN)) <= 40
    assert len(lost_answer.text(args)) <= 256
