"""Checks on a connection, as azuredevops writes them."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import checks, endpoints
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.seed import TENANT
from azdo_emulator.providers.values import UNKNOWN, read
from patless.recover import orphans

from .conftest import told
from .test_endpoints import BODY

pytestmark = pytest.mark.sandbox

APPROVAL = "azuredevops:index/checkApproval:CheckApproval"
BRANCHES = "azuredevops:index/checkBranchControl:CheckBranchControl"
LOCK = "azuredevops:index/checkExclusiveLock:CheckExclusiveLock"
HOURS = "azuredevops:index/checkBusinessHours:CheckBusinessHours"
TEMPLATE = "azuredevops:index/checkRequiredTemplate:CheckRequiredTemplate"
KINDS = pytest.mark.parametrize("token", [APPROVAL, BRANCHES, LOCK, HOURS])
ALL = pytest.mark.parametrize("token", [APPROVAL, BRANCHES, LOCK, HOURS, TEMPLATE])
WEEKEND = {"saturday": False, "sunday": False, "tuesday": False, "wednesday": False, "thursday": False}
ONE = {"repositoryName": "Platform/templates", "repositoryRef": "refs/heads/main", "templatePath": "site.yml"}
OTHER = ONE | {"templatePath": "other.yml", "repositoryType": "github"}


@pytest.fixture
def approvers(devops, project_id):
    """The id of a group, as an approver."""
    found = devops.invoke(
        "azuredevops:index/getGroup:getGroup", projectId=project_id, name="Release Approvers"
    )
    # For a group of Azure DevOps' own the two are one.
    assert found["originId"] == found["groupId"]
    return found["groupId"]


@pytest.fixture
def target(cloud, project_id):
    """What every check is on."""
    with cloud.write() as session:
        contoso = get_organization(session, "contoso")
        made = endpoints.create_service_endpoint(session, contoso, (project_id,), BODY)
    return {"projectId": project_id, "targetResourceId": made.endpoint_id, "targetResourceType": "endpoint"}


@pytest.fixture
def wanted(target, approvers):
    """What a program gives, by type."""
    return {
        APPROVAL: target | {"approvers": [approvers], "minimumRequiredApprovers": 1},
        BRANCHES: target | {"allowedBranches": "refs/heads/main", "verifyBranchProtection": True},
        LOCK: target,
        HOURS: target
        | {"timeZone": "UTC", "startTime": "08:00", "endTime": "18:00", "monday": True, "friday": True},
        TEMPLATE: target | {"requiredTemplates": [ONE | {"repositoryType": "azuregit"}]},
    }


@pytest.mark.parametrize(
    ("token", "added"),
    [
        (APPROVAL, {"instructions": "", "requesterCanApprove": False, "timeout": 43200, "version": 1}),
        (
            BRANCHES,
            {
                "displayName": "Managed by Terraform",
                "ignoreUnknownProtectionStatus": False,
                "timeout": 1440,
                "version": 1,
            },
        ),
        (LOCK, {"timeout": 43200, "version": 1}),
        (HOURS, {"displayName": "Managed by Terraform", "timeout": 1440, "version": 1} | WEEKEND),
        (TEMPLATE, {"version": 1}),
    ],
)
def test_a_check_has_a_number_and_what_the_plug_in_adds(devops, wanted, token, added):
    id, outputs = devops.create(token, wanted[token])

    assert id == "1"
    assert outputs == wanted[token] | added


@KINDS
def test_a_change_is_a_further_version_in_place(devops, wanted, token):
    old = devops.checked(token, wanted[token])
    made = devops.create(token, old)
    new = devops.checked(token, wanted[token] | {"timeout": 60})

    assert list(devops.diff(token, old, new).replaces) == []
    outputs = devops.update(token, *made, new)

    assert (outputs["timeout"], outputs["version"]) == (60, 2)


@ALL
def test_a_check_of_another_resource_is_another_check(devops, wanted, token):
    diff = devops.diff(token, wanted[token], wanted[token] | {"targetResourceId": TENANT})

    assert list(diff.replaces) == ["targetResourceId"]


@ALL
def test_a_check_is_imported_by_project_and_number(devops, wanted, project_id, token):
    id, _ = devops.create(token, wanted[token])

    answer = devops.read(token, f"{project_id}/{id}")

    assert answer.id == id
    assert read(answer.inputs).items() >= wanted[token].items()
    assert told(devops.read, token, "one").startswith("unexpected ID format")


@ALL
def test_a_deleted_check_leaves_no_trace(devops, cloud, wanted, token):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(token, wanted[token])

    devops.delete(token, *made)

    assert devops.read(token, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_who_the_organisation_does_not_know_cannot_approve(devops, wanted, project_id):
    message = told(devops.create, APPROVAL, wanted[APPROVAL] | {"approvers": [TENANT]})

    assert message == (
        f"failed creating check, project ID: {project_id}. "
        f"Error: The following identities are invalid: {TENANT}"
    )


def test_a_requester_can_be_let_approve(devops, wanted):
    _, outputs = devops.create(APPROVAL, wanted[APPROVAL] | {"requesterCanApprove": True})

    assert outputs["requesterCanApprove"] is True


@pytest.mark.parametrize(("verifies", "ignores"), [(True, True), (True, False), (False, False)])
def test_what_is_unknown_of_a_branch_matters_only_where_it_is_looked_at(devops, wanted, verifies, ignores):
    asked = {"verifyBranchProtection": verifies, "ignoreUnknownProtectionStatus": ignores or not verifies}

    _, outputs = devops.create(BRANCHES, wanted[BRANCHES] | asked)

    assert outputs["verifyBranchProtection"] is verifies
    assert outputs["ignoreUnknownProtectionStatus"] is ignores


@pytest.mark.parametrize(
    ("token", "changed", "words"),
    [
        (APPROVAL, {"timeout": 43201}, "expected timeout to be in the range (1 - 43200), got 43201"),
        (BRANCHES, {"timeout": 0}, "expected timeout to be in the range (1 - 2147483647), got 0"),
        (APPROVAL, {"approvers": []}, "'approvers' is empty; expected at least one"),
        (APPROVAL, {"timeout": 0}, "expected timeout to be in the range (1 - 43200), got 0"),
        (HOURS, {"timeZone": "Europe/Berlin"}, "'timeZone' has a value that it cannot have; expected one of"),
        (HOURS, {"startTime": "8:00"}, "invalid value for 'startTime' (Must be a 24 hour time with leading"),
        (TEMPLATE, {"requiredTemplates": []}, "'requiredTemplates' is empty; expected at least one"),
        (TEMPLATE, {"timeout": 60}, "'timeout' is not an input; "),
        (
            TEMPLATE,
            {"requiredTemplates": [{"templatePath": "x"}]},
            "'requiredTemplates[0].repositoryName' is",
        ),
        (
            TEMPLATE,
            {"requiredTemplates": [ONE | {"repositoryType": "gitlab"}]},
            "'requiredTemplates[0].repositoryType' has a value that it cannot have",
        ),
        (LOCK, {"targetResourceType": "pool"}, "'targetResourceType' has a value that it cannot have; "),
    ],
)
def test_inputs_out_of_range_are_refused(devops, wanted, token, changed, words):
    reason, *_ = devops.reasons(token, wanted[token] | changed)

    assert reason.startswith(words)


def test_what_is_not_known_yet_is_not_refused(devops, wanted):
    unknown = {"approvers": UNKNOWN, "timeout": UNKNOWN}

    assert devops.reasons(APPROVAL, wanted[APPROVAL] | unknown) == []


def test_a_template_changes_in_place_and_its_order_means_nothing(devops, wanted):
    first = devops.checked(TEMPLATE, wanted[TEMPLATE] | {"requiredTemplates": [ONE, OTHER]})
    swapped = devops.checked(TEMPLATE, wanted[TEMPLATE] | {"requiredTemplates": [OTHER, ONE]})
    made = devops.create(TEMPLATE, first)
    fewer = devops.checked(TEMPLATE, wanted[TEMPLATE] | {"requiredTemplates": [OTHER]})

    assert first["requiredTemplates"][0]["repositoryType"] == "azuregit"
    assert list(devops.diff(TEMPLATE, first, swapped).diffs) == []
    assert list(devops.diff(TEMPLATE, first, fewer).replaces) == []
    assert devops.update(TEMPLATE, *made, fewer)["requiredTemplates"] == [OTHER]


def test_hours_are_kept_as_the_service_spells_them(devops, cloud, wanted, project_id):
    devops.create(HOURS, wanted[HOURS])

    with cloud.read() as session:
        contoso = get_organization(session, "contoso")
        [check] = checks.list_check_configurations(
            session, get_project(session, contoso, project_id), "endpoint", wanted[HOURS]["targetResourceId"]
        )
    assert check.settings["definitionRef"]["name"] == "evaluateBusinessHours"
    assert check.settings["inputs"] == {
        "businessDays": "Monday, Friday", "endTime": "18:00", "startTime": "08:00", "timeZone": "UTC",
    }  # fmt: skip


def test_a_template_of_azure_repos_is_of_type_git_to_the_service(devops, cloud, wanted, project_id):
    devops.create(TEMPLATE, wanted[TEMPLATE])

    with cloud.read() as session:
        contoso = get_organization(session, "contoso")
        [check] = checks.list_check_configurations(
            session,
            get_project(session, contoso, project_id),
            "endpoint",
            wanted[TEMPLATE]["targetResourceId"],
        )
    assert check.type == checks.REQUIRED_TEMPLATE
    assert check.settings == {"extendsChecks": [ONE | {"repositoryType": "git"}]}


def test_a_check_is_not_imported_as_one_of_another_kind(devops, wanted, project_id):
    hours, _ = devops.create(HOURS, wanted[HOURS])
    lock, _ = devops.create(LOCK, wanted[LOCK])

    assert told(devops.read, BRANCHES, f"{project_id}/{hours}") == "invalid definitionRef id"
    assert told(devops.read, HOURS, f"{project_id}/{lock}") == "invalid definitionRef id"
    assert told(devops.read, APPROVAL, f"{project_id}/{lock}") == f"the check {lock} is of another type"


@ALL
def test_one_that_was_begun_is_found_by_what_it_asks_on_what(devops, cloud, wanted, token):
    made = {
        kind: devops.create(kind, wanted[kind])[0] for kind in (HOURS, BRANCHES, LOCK, TEMPLATE, APPROVAL)
    }

    with cloud.read() as session:
        assert orphans.find(session, token, wanted[token]) == [made[token]]
