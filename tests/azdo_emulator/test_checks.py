"""Checks guard what there is, with approvers whom the organisation knows."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import checks, endpoints, group_entitlements
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.devops.subjects import get_subject
from azdo_emulator.model.seed import ENTRA_GROUPS, TENANT

from .conftest import group_of, refusal
from .test_endpoints import BODY


@pytest.fixture
def project(session, contoso):
    return get_project(session, contoso, "Support")


@pytest.fixture
def endpoint(session, contoso, project):
    made = endpoints.create_service_endpoint(session, contoso, (project.project_id,), BODY)
    return ("endpoint", made.endpoint_id)


def approval(*approvers):
    return {"approvers": [{"id": approver} for approver in approvers], "minRequiredApprovers": 1}


@pytest.fixture
def approvers(session, contoso):
    descriptor = group_of(session, contoso, "Support", "Release Approvers")
    return get_subject(session, contoso, descriptor).storage_key


def add(session, contoso, project, endpoint, settings, timeout=60):
    return checks.add_check_configuration(
        session, contoso, project, checks.APPROVAL, endpoint, settings, timeout
    )


def test_checks_are_listed_by_what_they_guard(session, contoso, project, endpoint, approvers):
    made = add(session, contoso, project, endpoint, approval(approvers))
    lock = checks.add_check_configuration(
        session, contoso, project, checks.EXCLUSIVE_LOCK, endpoint, {}, 43200
    )

    found = checks.list_check_configurations(session, project, *endpoint)

    assert [check.check_id for check in found] == [made.check_id, lock.check_id]
    assert found[0].settings["approvers"] == [{"id": approvers}]


def test_a_change_is_a_further_version(session, contoso, project, endpoint, approvers):
    made = add(session, contoso, project, endpoint, approval(approvers))

    changed = checks.update_check_configuration(
        session, contoso, project, made.check_id, approval(approvers), 9
    )

    assert (made.version, changed.version, changed.timeout) == (1, 2, 9)
    assert checks.get_check_configuration(session, project, made.check_id) == changed


@pytest.mark.parametrize("stranger", [TENANT, ENTRA_GROUPS["sg-support"][0]])
def test_an_approver_has_to_be_known_by_storage_key(session, contoso, project, endpoint, stranger):
    # The Entra group is known, but not by its object id.
    group_entitlements.add_group_entitlement(
        session, contoso, origin_id=ENTRA_GROUPS["sg-support"][0], account_license_type="express"
    )

    found = refusal(add, session, contoso, project, endpoint, approval(stranger))

    assert found == (400, "InvalidApproversException")


def test_a_change_cannot_bring_a_stranger_in(session, contoso, project, endpoint, approvers):
    made = add(session, contoso, project, endpoint, approval(approvers))

    found = refusal(
        checks.update_check_configuration, session, contoso, project, made.check_id, approval(TENANT), 60
    )

    assert found == (400, "InvalidApproversException")


def test_a_check_on_nothing_is_refused(session, contoso, project, endpoint):
    for nothing in ("endpoint", TENANT), ("endpoint", "azure-support"):
        found = refusal(add, session, contoso, project, nothing, {})
        assert found == (404, "ResourceNotFoundException")


def test_a_check_of_another_project_is_not_found(session, contoso, project, endpoint, approvers):
    made = add(session, contoso, project, endpoint, approval(approvers))
    other = get_project(session, contoso, "Payments")

    assert refusal(checks.get_check_configuration, session, other, made.check_id)[0] == 404
    assert refusal(add, session, contoso, other, endpoint, approval(approvers))[0] == 404


@pytest.mark.parametrize("settings", [{}, {"approvers": []}])
def test_an_approval_asks_somebody(session, contoso, project, endpoint, approvers, settings):
    made = add(session, contoso, project, endpoint, approval(approvers))
    found = [
        refusal(add, session, contoso, project, endpoint, settings),
        refusal(checks.update_check_configuration, session, contoso, project, made.check_id, settings, 60),
    ]

    assert found == [(400, "InvalidApproversException")] * 2


@pytest.mark.parametrize(
    ("type", "timeouts"),
    [
        (checks.APPROVAL, (0, -1, 43201)),
        (checks.EXCLUSIVE_LOCK, (0, 43201)),
        (checks.TASK_CHECK, (0, 2**31)),
        (checks.REQUIRED_TEMPLATE, (0, 43201)),
    ],
)
def test_a_check_waits_no_longer_than_the_service_lets_it(
    session, contoso, project, endpoint, approvers, type, timeouts
):
    settings = approval(approvers) if type == checks.APPROVAL else {}
    for timeout in timeouts:
        found = refusal(
            checks.add_check_configuration, session, contoso, project, type, endpoint, settings, timeout
        )
        assert found == (400, "InvalidCheckConfigurationException")


def test_a_deleted_check_is_gone(session, contoso, project, endpoint, approvers):
    before = fingerprint(session)
    made = add(session, contoso, project, endpoint, approval(approvers))

    checks.delete_check_configuration(session, project, made.check_id)

    assert fingerprint(session) == before
    assert refusal(checks.delete_check_configuration, session, project, made.check_id)[0] == 404


def test_checks_go_with_what_they_guard(session, contoso, project, endpoint, approvers):
    add(session, contoso, project, endpoint, approval(approvers))

    endpoints.delete_service_endpoint(session, contoso, (project.project_id,), endpoint[1])

    assert checks.list_check_configurations(session, project, *endpoint) == []
