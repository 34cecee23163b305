"""Faults on demand: each kind, seen by a client; and when one happens."""

import time
from email.utils import parsedate_to_datetime

import httpx
import pytest

from azdo_emulator.errors import EmulatorError
from azdo_emulator.model import faults
from azdo_emulator.model.fault import Fault, Kind
from tests.azdo_emulator.http.conftest import client, token

PROJECTS = "/_apis/projects"


def ask_for(server, *args, **kwargs):
    with server.cloud.write() as session:
        return faults.add(session, Fault(*args, **kwargs))


def statuses(contoso, calls=6):
    return [contoso.get(PROJECTS).status_code for _ in range(calls)]


def test_too_many_calls_get_the_services_own_refusal(server, contoso):
    ask_for(server, Kind.THROTTLED, value="7", times=1)

    refused = contoso.get(PROJECTS)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert refused.json()["message"].startswith("TF400733: ")
    assert contoso.get(PROJECTS).status_code == 200


SAID = {
    "": lambda headers: not any("retry-after" in name for name in headers),
    "2": lambda headers: headers["Retry-After"] == "2",
    "0.5": lambda headers: headers["Retry-After"] == "0.5",
    "date": lambda headers: parsedate_to_datetime(headers["Retry-After"]).timestamp() > time.time(),
    "milliseconds": lambda headers: headers["Retry-After-Ms"] == headers["X-Ms-Retry-After-Ms"] == "500",
    "nonsense": lambda headers: not headers["Retry-After"].isdecimal(),
}


@pytest.mark.parametrize("value", SAID)
def test_a_refusal_says_in_every_way_when_to_come_back(value, server, contoso):
    ask_for(server, Kind.THROTTLED, value=value)

    assert SAID[value](contoso.get(PROJECTS).headers)


def test_a_slowed_call_is_answered_and_says_so(server, contoso):
    ask_for(server, Kind.SLOWED, value="3")

    answer = contoso.get(PROJECTS)

    assert (answer.status_code, answer.headers["Retry-After"]) == (200, "3")
    assert answer.json()["count"] == 3


def test_a_budget_is_each_callers_own_and_runs_out(server, contoso):
    ask_for(server, Kind.BUDGET, value="6")

    answers = [contoso.get(PROJECTS) for _ in range(8)]

    assert [answer.status_code for answer in answers] == [200] * 6 + [429] * 2
    assert ["Retry-After" in answer.headers for answer in answers] == [False] * 3 + [True] * 5
    assert [answer.headers.get("X-RateLimit-Remaining") for answer in answers[5:]] == ["0", "0", "0"]
    assert 200 < int(answers[-1].headers["Retry-After"]) <= 300
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as other:
        assert other.get(PROJECTS).status_code == 200


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_service_that_is_down_says_so_in_its_own_body(status, server, contoso):
    ask_for(server, Kind.UNAVAILABLE, value=str(status))

    down = contoso.get(PROJECTS)

    assert (down.status_code, down.json()["typeKey"]) == (status, "UnexpectedException")


def test_a_broken_connection_has_no_answer(server, contoso):
    ask_for(server, Kind.RESET)

    with pytest.raises(httpx.TransportError):
        contoso.get(PROJECTS)


def test_a_stall_ends_with_a_broken_connection(server, contoso):
    ask_for(server, Kind.STALLED, value="0.1")

    with pytest.raises(httpx.TransportError):
        contoso.get(PROJECTS)


def test_a_caller_who_loses_patience_ends_a_stall(server, contoso):
    ask_for(server, Kind.STALLED)

    with pytest.raises(httpx.ReadTimeout):
        contoso.get(PROJECTS, timeout=0.1)


def test_half_a_body_is_no_answer(server, contoso):
    ask_for(server, Kind.TRUNCATED)

    with pytest.raises(httpx.RemoteProtocolError):
        contoso.get(PROJECTS)


def test_a_sign_in_page_looks_like_success(server, contoso):
    ask_for(server, Kind.SIGN_IN_PAGE)

    page = contoso.get(PROJECTS)

    assert page.status_code == 203
    assert page.headers["Content-Type"].startswith("text/html")


EXPIRED = {
    "/contoso/_apis/projects": "TF400813",
    "/graph.microsoft.com/v1.0/applications/x": "expired",
    "/management.azure.com/subscriptions/x/resourcegroups/y": "expiry",
}


@pytest.mark.parametrize("path", EXPIRED)
def test_a_token_expires_in_the_words_of_each_service(path, server):
    ask_for(server, Kind.EXPIRED)

    with client(server.http, "") as made:
        refused = made.get(path)

    assert refused.status_code == 401
    assert EXPIRED[path] in refused.text


def test_a_fault_happens_as_often_as_was_asked(server, contoso):
    ask_for(server, Kind.UNAVAILABLE, times=2)

    assert statuses(contoso, 4) == [503, 503, 200, 200]


def test_the_same_seed_goes_wrong_in_the_same_places(server, contoso):
    def with_seed(seed):
        asked = ask_for(server, Kind.UNAVAILABLE, probability=0.5, seed=seed)
        found = statuses(contoso, 12)
        with server.cloud.write() as session:
            faults.clear(session, asked.fault_id)
        return found

    first = with_seed(7)

    assert with_seed(7) == first
    assert set(first) == {200, 503}
    assert with_seed(8) != first


def test_a_fault_ends_when_its_time_is_over(server, contoso):
    ask_for(server, Kind.UNAVAILABLE, ends_at=time.time() - 1)

    assert statuses(contoso, 1) == [200]


def test_a_fault_is_for_one_service_or_one_call(server, contoso, resource_manager):
    ask_for(server, Kind.UNAVAILABLE, service="resource-manager")
    ask_for(server, Kind.UNAVAILABLE, value="502", call="get_project")

    assert contoso.get(PROJECTS).status_code == 200
    assert contoso.get(f"{PROJECTS}/Support").status_code == 502
    assert resource_manager.get("/subscriptions/x/resourceGroups/y").status_code == 503


def test_what_was_cleared_happens_no_more(server, contoso):
    ask_for(server, Kind.UNAVAILABLE)
    ask_for(server, Kind.RESET)
    with server.cloud.write() as session:
        assert faults.clear(session) == 2

    assert statuses(contoso, 1) == [200]


def test_faults_are_no_part_of_the_cloud(server):
    from azdo_emulator.model import fingerprint

    with server.cloud.read() as session:
        before = fingerprint(session)
    ask_for(server, Kind.RESET)
    with server.cloud.read() as session:
        assert fingerprint(session) == before


GROUPS = "/vssps.dev.azure.com/contoso/_apis/graph/groups"


def group_after(server, kind, value):
    """Whether a group was made, and what its maker was told."""
    ask_for(server, kind, value=value, times=1)
    with client(server.http, token(server)) as made:
        try:
            answer = made.post(GROUPS, json={"displayName": "operators"}).status_code
        except httpx.TransportError:
            answer = None
        names = {group["principalName"] for group in made.get(GROUPS).json()["value"]}
    return "[contoso]\\operators" in names, answer


def test_a_half_done_call_has_been_carried_out_and_says_that_it_failed(server):
    assert group_after(server, Kind.HALF_DONE, "") == (True, 500)


def test_a_connection_broken_after_the_call_loses_the_answer_alone(server):
    assert group_after(server, Kind.RESET, "after") == (True, None)


def test_a_connection_broken_before_the_call_changes_nothing(server):
    assert group_after(server, Kind.RESET, "before") == (False, None)


IMPOSSIBLE = [
    (Kind.UNAVAILABLE, {"value": "abc"}),
    (Kind.UNAVAILABLE, {"value": "99999"}),
    (Kind.BUDGET, {"value": "x"}),
    (Kind.STALLED, {"value": "-1"}),
    (Kind.THROTTLED, {"value": "5\r\nX: y"}),
    (Kind.EXPIRED, {"value": "5"}),
    (Kind.RESET, {"service": "azure-devop"}),
]


@pytest.mark.parametrize(("kind", "more"), IMPOSSIBLE)
def test_a_fault_that_could_never_happen_is_refused(kind, more):
    with pytest.raises(EmulatorError):
        Fault(kind, **more)


def test_a_cloud_that_cannot_be_read_is_told_in_the_services_own_body(server, contoso):
    with server.cloud.write() as session:
        session.run("ALTER TABLE faults RENAME TO lost")

    answer = contoso.get(PROJECTS)

    assert (answer.status_code, answer.json()["typeKey"]) == (500, "UnexpectedException")
