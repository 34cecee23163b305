"""Which pipelines may use what, through Microsoft's own package, and what a pipeline is."""

import pytest

from azdo_emulator.model.devops import build_definitions, variables
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.devops.variables import Variable
from azdo_emulator.model.seed import TENANT
from tests.azdo_emulator.http.conftest import client, refused, token

CANARY = "canary-5f1d7c"
SUPPORT = 12
"""The number of the pipeline of Support."""


@pytest.fixture
def permissions(azure_devops):
    return azure_devops.get_pipeline_permissions_client()


@pytest.fixture
def builds(azure_devops):
    return azure_devops.get_build_client()


@pytest.fixture
def allow(permissions, connection):
    def allow(**wanted):
        return permissions.update_pipeline_permisions_for_resource(wanted, "Support", "endpoint", connection)

    return allow


def test_nobody_may_use_a_new_connection(permissions, connection):
    found = permissions.get_pipeline_permissions_for_resource("Support", "endpoint", connection)

    assert (found.all_pipelines, found.pipelines) == (None, [])
    assert (found.resource.type, found.resource.id) == ("endpoint", connection)


def test_a_pipeline_is_let_in_and_out_again(allow):
    let = allow(pipelines=[{"id": SUPPORT, "authorized": True}])
    out = allow(pipelines=[{"id": SUPPORT, "authorized": False}])

    assert [(each.id, each.authorized) for each in let.pipelines] == [(SUPPORT, True)]
    assert out.pipelines == []


def test_all_pipelines_are_let_in_without_a_name(allow):
    allow(pipelines=[{"id": SUPPORT, "authorized": True}])

    both = allow(allPipelines={"authorized": True})

    assert both.all_pipelines.authorized is True
    assert len(both.pipelines) == 1
    assert allow(allPipelines={"authorized": False}).all_pipelines is None


def test_a_pipeline_or_a_connection_that_there_is_not_is_refused(contoso, connection):
    path = "/Support/_apis/pipelines/pipelinepermissions/endpoint"
    unknown = {"pipelines": [{"id": 4711, "authorized": True}]}

    assert refused(contoso.patch(f"{path}/{connection}", json=unknown)) == (
        404,
        "DefinitionNotFoundException",
    )
    everybody = {"allPipelines": {"authorized": True}}
    assert refused(contoso.patch(f"{path}/{TENANT}", json=everybody)) == (404, "ResourceNotFoundException")


def test_who_does_not_administer_the_connection_lets_nobody_in(server, connection):
    path = f"/Support/_apis/pipelines/pipelinepermissions/endpoint/{connection}"
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        answer = reader.patch(path, json={"allPipelines": {"authorized": True}})

    assert refused(answer) == (403, "AccessDeniedException")


def test_the_older_call_does_the_same_for_all_and_for_one(builds, permissions, connection):
    resource = {"type": "endpoint", "id": connection, "authorized": True}

    builds.authorize_project_resources([resource], "Support")
    builds.authorize_definition_resources([resource], "Support", SUPPORT)

    found = permissions.get_pipeline_permissions_for_resource("Support", "endpoint", connection)
    assert found.all_pipelines.authorized is True
    assert [each.id for each in found.pipelines] == [SUPPORT]
    [of_all] = builds.get_project_resources("Support", type="endpoint", id=connection)
    of_one = builds.get_definition_resources("Support", SUPPORT)
    assert (of_all.type, of_all.id) == ("endpoint", connection)
    assert connection in {each.id for each in of_one}


def test_a_pipeline_has_its_number_and_its_folder(builds):
    found = builds.get_definition("Support", SUPPORT)

    assert (found.id, found.name, found.path) == (SUPPORT, "support", "\\deploy")
    [named] = builds.get_definitions("Support", name="SUPPORT", path="\\Deploy")
    assert named.id == SUPPORT
    assert builds.get_definitions("Support", name="nothing") == []
    [numbered] = builds.get_definitions("Support", definition_ids=[SUPPORT, 4711])
    assert numbered.id == SUPPORT


def test_a_pipeline_of_another_project_is_none(contoso):
    assert refused(contoso.get("/Platform/_apis/build/definitions/12")) == (
        404,
        "DefinitionNotFoundException",
    )


def test_pipelines_come_in_pages(server, contoso):
    with server.cloud.write() as session:
        project = get_project(session, get_organization(session, "contoso"), "Payments")
        for number in range(101, 106):
            build_definitions.add_definition(session, project, number, "\\", f"pipeline-{number}")
    path, found, more = "/Payments/_apis/build/definitions", [], "0"

    while more:
        page = contoso.get(path, params={"$top": 2, "continuationToken": more})
        found += [each["id"] for each in page.json()["value"] if each["id"] > 100]
        more = page.headers.get("X-MS-ContinuationToken")

    assert found == [101, 102, 103, 104, 105]


def test_a_variable_tells_its_value_and_a_secret_one_its_name(server, builds, azure_devops):
    given = {"REGION": Variable("westeurope"), "AZDO_PAT": Variable(CANARY, is_secret=True)}
    with server.cloud.write() as session:
        project = get_project(session, get_organization(session, "contoso"), "Payments")
        build_definitions.add_definition(session, project, 101, "\\", "nightly", given)
        made = variables.add_variable_group(session, project, "nightly", "", given, created_by=TENANT)

    of_pipeline = builds.get_definition("Payments", 101).variables
    groups = azure_devops.get_task_agent_client()
    of_group = groups.get_variable_group("Payments", made.group_id).variables
    assert of_pipeline["REGION"].value == of_group["REGION"].value == "westeurope"
    assert of_pipeline["AZDO_PAT"].is_secret is of_group["AZDO_PAT"].is_secret is True
    assert of_pipeline["AZDO_PAT"].value is of_group["AZDO_PAT"].value is None
    for found in (
        groups.get_variable_groups("Payments", group_name="nightly"),
        groups.get_variable_groups_by_id("Payments", [made.group_id]),
    ):
        assert [each.id for each in found] == [made.group_id]
    written = b"".join(path.read_bytes() for path in server.cloud.path.parent.glob("cloud.sqlite*"))
    assert CANARY.encode() not in written


def test_a_variable_group_that_there_is_not_is_refused(contoso):
    answer = contoso.get("/Support/_apis/distributedtask/variablegroups/4711")

    assert refused(answer) == (404, "VariableGroupNotFoundException")
