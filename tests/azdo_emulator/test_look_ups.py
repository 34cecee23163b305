"""The emulated plug-in looks things up as the official plug-in does."""

import pytest

from azdo_emulator.model.seed import TENANT

from .conftest import told

pytestmark = pytest.mark.sandbox


def test_a_project_is_found_by_name_and_by_id(devops, project_id):
    by_name = devops.invoke("azuredevops:index/getProject:getProject", name="support")

    assert by_name["id"] == by_name["projectId"] == project_id
    assert by_name == devops.invoke("azuredevops:index/getProject:getProject", projectId=project_id)


def test_a_project_that_is_not_there_is_told(devops):
    message = told(devops.invoke, "azuredevops:index/getProject:getProject", name="Sales")

    assert message == "Project with name Sales or ID  does not exist "


@pytest.mark.parametrize("given", [{}, {"name": "Support", "projectId": "x"}])
def test_a_project_is_asked_for_by_one_of_the_two(devops, given):
    message = told(devops.invoke, "azuredevops:index/getProject:getProject", **given)

    assert message == "one of 'name' and 'projectId' is expected, and not both"


def test_a_group_of_a_project_has_three_ids(devops, project_id, readers):
    found = devops.invoke("azuredevops:index/getGroup:getGroup", name="readers", projectId=project_id)

    assert found["id"] == found["descriptor"] == readers
    assert found["groupId"] == found["originId"] != readers
    assert found["projectId"] == project_id


def test_a_group_of_the_organisation_is_found_without_a_project(devops):
    found = devops.invoke("azuredevops:index/getGroup:getGroup", name="Project Collection Administrators")

    assert found["descriptor"].startswith("vssgp.")
    assert "projectId" not in found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": "Writers"}, "Could not find group with name Writers"),
        ({"name": "Readers"}, "Could not find group with name Readers"),
        (
            {"name": "Readers", "projectId": "Support"},
            "Finding descriptor for project with ID: Support. Error: it is no UUID",
        ),
    ],
)
def test_a_group_that_is_not_there_is_told(devops, given, message):
    assert told(devops.invoke, "azuredevops:index/getGroup:getGroup", **given) == message


def test_a_group_that_the_project_has_not_is_told(devops, project_id):
    message = told(devops.invoke, "azuredevops:index/getGroup:getGroup", name="Writers", projectId=project_id)

    assert message == f"Could not find Group with Name: Writers in project with ID: {project_id}"


def test_a_group_of_a_project_that_is_not_there_is_told(devops):
    message = told(devops.invoke, "azuredevops:index/getGroup:getGroup", name="Readers", projectId=TENANT)

    assert message.startswith(f"Project with ID: {TENANT} was not found. Error: VS800075")


def test_a_service_principal_is_found_by_object_id_and_by_part_of_its_name(devops, member):
    look_up = "azuredevops:index/getServicePrincipal:getServicePrincipal"
    _, outputs = member

    found = devops.invoke(look_up, originId=outputs["originId"])

    assert found["descriptor"] == found["id"] == outputs["descriptor"]
    assert found == devops.invoke(look_up, displayName="ROOM")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"displayName": "nobody"}, "Could not find service principal with name: nobody"),
        (
            {"originId": "x"},
            "Finding service principal with origin_id x. "
            "Error: could not find service principal with origin_id: x",
        ),
        ({}, "one of 'displayName' and 'originId' is expected, and not both"),
    ],
)
def test_a_service_principal_that_is_not_there_is_told(devops, given, message):
    look_up = "azuredevops:index/getServicePrincipal:getServicePrincipal"

    assert told(devops.invoke, look_up, **given) == message
