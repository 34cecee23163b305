"""Approvals and checks; Microsoft's package drops the settings of one, so that a bare client gives those."""

import pytest

from azdo_emulator.model.devops.checks import APPROVAL, EXCLUSIVE_LOCK, REQUIRED_TEMPLATE, TASK_CHECK
from tests.azdo_emulator.http.conftest import client, refused, token

CANARY = "canary-5f1d7c"
PATH = "/Support/_apis/pipelines/checks/configurations"


@pytest.fixture
def checks(azure_devops):
    return azure_devops.get_pipelines_checks_client()


@pytest.fixture
def resource(connection):
    return {"type": "endpoint", "id": connection}


@pytest.fixture
def add(contoso, resource):
    def add(type, **settings):
        return contoso.post(PATH, json={"type": {"id": type}, "resource": resource, "settings": settings})

    return add


def test_a_lock_is_made_found_and_gone(checks, resource):
    lock = {"type": {"id": EXCLUSIVE_LOCK, "name": "ExclusiveLock"}, "resource": resource, "timeout": 60}

    made = checks.add_check_configuration(lock, "Support")

    found = checks.get_check_configuration("Support", made.id)
    assert (found.type.name, found.resource.id, found.timeout) == ("ExclusiveLock", resource["id"], 60)
    listed = checks.get_check_configurations_on_resource("Support", "endpoint", resource["id"])
    queried = checks.query_check_configurations_on_resources([resource], "Support")
    assert [each.id for each in listed] == [each.id for each in queried] == [made.id]
    checks.delete_check_configuration("Support", made.id)
    assert checks.get_check_configurations_on_resource("Support", "endpoint", resource["id"]) == []


def test_settings_are_told_to_who_asks_for_them(contoso, add):
    inputs = {"allowedBranches": "refs/heads/main"}
    made = add(TASK_CHECK, displayName="Branch control", inputs=inputs).json()

    found = contoso.get(f"{PATH}/{made['id']}", params={"$expand": "settings"}).json()

    assert found["settings"]["inputs"] == inputs
    assert "settings" not in contoso.get(f"{PATH}/{made['id']}").json()


def test_every_change_is_a_version(contoso, checks, add):
    made = add(EXCLUSIVE_LOCK).json()

    changed = checks.update_check_configuration({"timeout": 5}, "Support", made["id"])

    assert (changed.id, changed.timeout) == (made["id"], 5)
    assert contoso.get(f"{PATH}/{made['id']}").json()["version"] == 2


def test_a_key_in_a_check_is_never_kept(contoso, add):
    made = add(TASK_CHECK, inputs={"function": "https://x", "key": CANARY})

    assert made.json()["settings"]["inputs"] == {"function": None, "key": None}
    assert CANARY not in contoso.get(f"{PATH}/{made.json()['id']}", params={"$expand": "settings"}).text


@pytest.mark.parametrize("approvers", [[{"id": "nobody"}], ["nobody"], "nobody", [{}]])
def test_an_approver_whom_nobody_knows_is_refused(add, approvers):
    assert refused(add(APPROVAL, approvers=approvers)) == (400, "InvalidApproversException")


def test_an_approval_that_asks_nobody_is_refused(add):
    assert refused(add(APPROVAL)) == (400, "InvalidApproversException")


@pytest.mark.parametrize("timeout", [0, 43201])
def test_a_lock_waits_for_thirty_days_at_most(contoso, resource, add, timeout):
    lock = {"type": {"id": EXCLUSIVE_LOCK}, "resource": resource, "timeout": timeout}
    made = add(EXCLUSIVE_LOCK).json()

    for answer in (
        contoso.post(PATH, json=lock),
        contoso.patch(f"{PATH}/{made['id']}", json={"timeout": timeout}),
    ):
        assert refused(answer) == (400, "InvalidCheckConfigurationException")


def test_hours_and_templates_read_as_they_were_written(contoso, add):
    hours = {"businessDays": "Monday", "startTime": "08:00", "endTime": "18:00", "timeZone": "UTC"}
    template = {
        "repositoryType": "git",
        "repositoryName": "a/b",
        "repositoryRef": "main",
        "templatePath": "x",
    }

    made = [add(TASK_CHECK, inputs=hours).json(), add(REQUIRED_TEMPLATE, extendsChecks=[template]).json()]

    assert made[0]["settings"]["inputs"] == hours
    assert (made[1]["type"]["name"], made[1]["settings"]["extendsChecks"]) == ("ExtendsCheck", [template])


def test_a_check_that_there_is_not_is_refused(contoso):
    for answer in (contoso.get(f"{PATH}/4711"), contoso.patch(f"{PATH}/4711", json={})):
        assert refused(answer) == (404, "CheckConfigurationNotFoundException")


def test_who_does_not_administer_the_connection_takes_no_check_away(server, add):
    made = add(EXCLUSIVE_LOCK).json()
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        answers = [
            reader.delete(f"{PATH}/{made['id']}"),
            reader.patch(f"{PATH}/{made['id']}", json={"timeout": 1}),
            reader.post(PATH, json={"type": {"id": EXCLUSIVE_LOCK}, "resource": made["resource"]}),
        ]

    assert {refused(answer) for answer in answers} == {(403, "AccessDeniedException")}
