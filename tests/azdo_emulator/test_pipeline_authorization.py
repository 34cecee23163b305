"""Authorisations of pipelines, as azuredevops writes them."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import endpoints, pipeline_permissions
from azdo_emulator.model.devops.build_definitions import add_definition
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.seed import TENANT
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import told
from .test_endpoints import BODY

pytestmark = pytest.mark.sandbox

AUTHORIZATION = "azuredevops:index/pipelineAuthorization:PipelineAuthorization"
PIPELINE = "azuredevops:index/getBuildDefinition:getBuildDefinition"


@pytest.fixture
def wanted(cloud, project_id):
    """What a program gives for an existing connection."""
    with cloud.write() as session:
        contoso = get_organization(session, "contoso")
        made = endpoints.create_service_endpoint(session, contoso, (project_id,), BODY)
    return {"projectId": project_id, "resourceId": made.endpoint_id, "type": "endpoint", "pipelineId": 12}


def permissions(cloud, wanted):
    with cloud.read() as session:
        project = get_project(session, get_organization(session, "contoso"), wanted["projectId"])
        return pipeline_permissions.get_pipeline_permissions(
            session, project, "endpoint", wanted["resourceId"]
        )


def test_one_pipeline_is_let_by_its_number(devops, cloud, wanted):
    id, outputs = devops.create(AUTHORIZATION, wanted)

    assert id == f"{wanted['projectId']}/endpoint/{wanted['resourceId']};pipeline_id=12"
    assert outputs == wanted
    assert permissions(cloud, wanted).pipelines == (12,)
    assert not permissions(cloud, wanted).all_pipelines


def test_without_a_number_every_pipeline_is_let(devops, cloud, wanted):
    del wanted["pipelineId"]

    id, _ = devops.create(AUTHORIZATION, wanted)

    assert id == f"{wanted['projectId']}/endpoint/{wanted['resourceId']}"
    assert permissions(cloud, wanted).all_pipelines


def test_a_deleted_authorisation_leaves_no_trace(devops, cloud, wanted):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(AUTHORIZATION, wanted)

    devops.delete(AUTHORIZATION, *made)

    assert devops.read(AUTHORIZATION, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_an_authorisation_is_imported_by_its_id(devops, wanted):
    id, _ = devops.create(AUTHORIZATION, wanted)

    assert read(devops.read(AUTHORIZATION, id).inputs) == wanted


@pytest.mark.parametrize("id", ["12", "a/b", "a/endpoint/b;pipeline=12", "a/endpoint/b;pipeline_id=x"])
def test_an_id_that_is_none_is_refused(devops, id):
    assert told(devops.read, AUTHORIZATION, id).startswith("invalid id, ")


def test_a_refresh_sees_that_another_pipeline_has_it(devops, cloud, wanted):
    id, outputs = devops.create(AUTHORIZATION, wanted)
    with cloud.write() as session:
        session.run("UPDATE pipeline_permissions SET definition_id = 13")

    answer = devops.read(AUTHORIZATION, id, outputs, wanted)

    assert "pipelineId" not in read(answer.properties)
    assert list(devops.diff(AUTHORIZATION, read(answer.inputs), wanted).replaces) == ["pipelineId"]


@pytest.mark.parametrize("name", ["projectId", "resourceId", "pipelineId", "pipelineProjectId"])
def test_every_change_replaces(devops, wanted, name):
    new = wanted | {name: 13 if name == "pipelineId" else TENANT}

    assert list(devops.diff(AUTHORIZATION, wanted, new).replaces) == [name]


def test_a_pipeline_that_there_is_not_is_told(devops, wanted):
    message = told(devops.create, AUTHORIZATION, wanted | {"pipelineId": 21})

    assert message.startswith("creating authorized resource: TF215016: The definition 21 does not exist.")


def test_a_number_that_is_no_number_is_refused(devops, wanted):
    assert devops.reasons(AUTHORIZATION, wanted | {"pipelineId": "12"}) == [
        "'pipelineId' is a string; expected a whole number"
    ]
    assert devops.reasons(AUTHORIZATION, wanted | {"pipelineId": UNKNOWN}) == []


def test_a_pipeline_is_looked_up_by_name_and_folder(devops, project_id):
    found = devops.invoke(PIPELINE, projectId=project_id, name="support", path="\\deploy")

    assert (found["id"], found["path"], found["name"]) == ("12", "\\deploy", "support")


def test_without_a_folder_a_pipeline_is_found_in_any(devops, project_id):
    assert devops.invoke(PIPELINE, projectId=project_id, name="Support")["id"] == "12"


def test_two_pipelines_of_a_name_are_an_error(devops, cloud, project_id):
    with cloud.write() as session:
        project = get_project(session, get_organization(session, "contoso"), project_id)
        add_definition(session, project, 99, "\\", "support")

    assert told(devops.invoke, PIPELINE, projectId=project_id, name="support") == (
        f"Multiple build definitions with name support found in project {project_id}"
    )


@pytest.mark.parametrize("given", [{"path": "\\x"}, {"name": "x"}, {"projectId": TENANT}])
def test_a_pipeline_that_there_is_not_is_an_error(devops, project_id, given):
    asked = {"projectId": project_id, "name": "support"} | given

    assert told(devops.invoke, PIPELINE, **asked) == (
        f"Build Definition with name {asked['name']} does not exist in project {asked['projectId']} "
        f"in {asked.get('path', chr(92))} path"
    )


def test_a_pool_is_looked_up_by_name(devops):
    look_up = "azuredevops:index/getPool:getPool"

    assert devops.invoke(look_up, name="Linux-builders") == {
        "autoProvision": False,
        "autoUpdate": True,
        "id": "9",
        "name": "linux-builders",
        "poolType": "automation",
    }
    assert told(devops.invoke, look_up, name="x") == "Unable to find agent pool with name: x"
