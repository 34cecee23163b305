"""Projects, their properties and operations, and teams, through Microsoft's own client."""

import json

import pytest

from azdo_emulator.model import fingerprint, inventory
from azdo_emulator.model.devops import groups
from azdo_emulator.model.devops.projects import PROCESSES, get_organization, get_project
from azdo_emulator.model.seed import DEPLOYER, PROJECTS
from tests.azdo_emulator.http.conftest import connected, token

# What every test claims is so however the server says where its areas are.
pytestmark = pytest.mark.parametrize("discovery", ["full", "empty"])

NOWHERE = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def client(azure_devops):
    return azure_devops.get_core_client()


@pytest.fixture
def models(azure_devops):
    import azure.devops.v7_1.core.models as models

    return models


@pytest.fixture
def make(client, azure_devops, models):
    """Makes a project and waits for it, as clients do."""

    def call(name="Mailroom", process="Scrum", **more):
        wanted = models.TeamProject(
            name=name,
            capabilities={
                "versioncontrol": {"sourceControlType": "git"},
                "processTemplate": {"templateTypeId": PROCESSES[process]},
            },
            **more,
        )
        queued = client.queue_create_project(wanted)
        assert queued.status == "notSet"
        assert azure_devops.get_operations_client().get_operation(queued.id).status == "succeeded"
        return client.get_project(name, include_capabilities=True)

    return call


def refused(call, *arguments, **named):
    """The type key and the message of the error that the client raises."""
    from azure.devops.exceptions import AzureDevOpsServiceError

    with pytest.raises(AzureDevOpsServiceError) as error:
        call(*arguments, **named)
    return error.value.type_key, error.value.message


def test_projects_come_in_pages_by_a_number(client):
    first = client.get_projects(top=2)
    rest = client.get_projects(top=2, continuation_token=2)

    assert [project.name for project in [*first, *rest]] == sorted(PROJECTS)
    assert client.get_projects(state_filter="deleted") == []


def test_the_page_says_what_to_come_back_with(contoso):
    first = contoso.get("/_apis/projects?$top=2")

    assert first.headers["X-MS-ContinuationToken"] == "2"
    assert "X-MS-ContinuationToken" not in contoso.get("/_apis/projects?$top=3").headers


def test_a_project_is_found_by_id_and_by_name(client):
    by_name = client.get_project("support")

    assert client.get_project(by_name.id) == by_name
    assert (by_name.state, by_name.default_team.name) == ("wellFormed", "Support Team")
    assert by_name.capabilities is None


def test_a_new_project_has_what_every_project_has(server, client, make):
    made = make(description="Mail in, work items out.", visibility="private")

    assert (made.name, made.description) == ("Mailroom", "Mail in, work items out.")
    assert made.capabilities["processTemplate"]["templateName"] == "Scrum"
    assert made.capabilities["versioncontrol"]["sourceControlType"] == "Git"
    with server.cloud.read() as session:
        organization = get_organization(session, "contoso")
        of = groups.list_groups(session, organization, get_project(session, organization, "Mailroom"))
    assert {group.name for group in of} == {*groups.OF_A_PROJECT, "Mailroom Team"}


def test_a_renamed_project_renames_its_groups_and_keeps_its_id(server, client, azure_devops, make, models):
    made = make()

    client.update_project(models.TeamProject(name="Post", description="Mail."), made.id)

    changed = client.get_project(made.id)
    assert (changed.name, changed.description) == ("Post", "Mail.")
    [team] = azure_devops.get_identity_client().read_identities(
        search_filter="General", filter_value="[Post]\\Mailroom Team"
    )
    assert team.id == made.default_team.id


def test_nothing_of_a_deleted_project_is_left(server, client, azure_devops):
    for name in PROJECTS:
        project = client.get_project(name)
        queued = client.queue_delete_project(project.id)
        assert azure_devops.get_operations_client().get_operation(queued.id).status == "succeeded"
        assert refused(client.get_project, project.id) == (
            "ProjectDoesNotExistException",
            f"VS800075: The project with id '{project.id}' does not exist, "
            "or you do not have permission to access it.",
        )
        with server.cloud.read() as session:
            assert project.id not in json.dumps(inventory(session))


def test_a_project_that_came_and_went_leaves_the_organisation_as_it_was(server, client, make):
    with server.cloud.read() as session:
        before = fingerprint(session)
    made = make()

    client.queue_delete_project(made.id)

    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_two_projects_cannot_share_a_name(make, client, models):
    taken = refused(make, "SUPPORT")

    assert taken[0] == "ProjectAlreadyExistsException"
    assert taken[1].startswith("TF200019")
    payments = models.TeamProject(name="Payments")
    renamed = refused(client.update_project, payments, client.get_project("Support").id)
    assert renamed[0] == "ProjectAlreadyExistsException"


@pytest.mark.parametrize("name", ["", "a/b", "_hidden", "x" * 65, "dot."])
def test_a_name_that_no_project_can_have_is_refused(make, name):
    assert refused(make, name)[0] == "InvalidProjectNameException"


def test_a_process_that_is_not_there_is_refused(client, models):
    assert refused(client.get_process_by_id, NOWHERE)[0] == "ProcessNotFoundException"
    wanted = models.TeamProject(name="x", capabilities={"processTemplate": {"templateTypeId": NOWHERE}})
    assert refused(client.queue_create_project, wanted)[0] == "ProcessNotFoundException"


def test_one_of_the_processes_is_the_default(client):
    found = client.get_processes()

    assert {process.name: process.id for process in found} == PROCESSES
    assert [process.name for process in found if process.is_default] == ["Agile"]
    assert client.get_process_by_id(found[0].id).name == found[0].name


def test_an_operation_that_nobody_began_is_an_error(azure_devops):
    found = refused(azure_devops.get_operations_client().get_operation, NOWHERE)

    assert found[0] == "OperationNotFoundException"


def test_who_may_not_create_projects_is_refused(server, azure_devops_package, models):
    with connected(azure_devops_package, server, token(server, person="dev.two@contoso.com")) as clients:
        found = refused(clients.get_core_client().queue_create_project, models.TeamProject(name="Mine"))

    assert found[0] == "AccessCheckException"
    assert "Create new projects" in found[1]


def test_tags_are_properties_of_a_project(client, models):
    project = client.get_project("Support").id
    tag = "Microsoft.TeamFoundation.Project.Tag."
    add = [models.JsonPatchOperation(op="add", path=f"/{tag}{name}", value="true") for name in ("mail", "eu")]

    client.set_project_properties(project, add)
    client.set_project_properties(project, [models.JsonPatchOperation(op="remove", path=f"/{tag}eu")])

    [found] = client.get_project_properties(project, [f"{tag}*"])
    assert (found.name, found.value) == (f"{tag}mail", "true")
    every = {one.name: one.value for one in client.get_project_properties(project)}
    assert every["System.Process Template"] == "Agile"
    team = client.get_project(project).default_team.id
    assert every["System.Microsoft.TeamFoundation.Team.Default"] == team


def test_what_the_service_keeps_of_a_project_is_nobodys_to_set(client, models):
    change = models.JsonPatchOperation(op="add", path="/System.Process Template", value="Basic")

    found = refused(client.set_project_properties, client.get_project("Support").id, [change])

    assert found[0] == "ProjectPropertyNotEditableException"


def test_a_team_is_made_changed_and_deleted(client, models):
    made = client.create_team(models.WebApiTeam(name="Night shift", description="After six."), "Support")
    assert (made.project_name, made.description) == ("Support", "After six.")
    assert made.identity.provider_display_name == "[Support]\\Night shift"

    changed = client.update_team(models.WebApiTeam(name="Late shift"), "Support", made.id)
    assert (changed.name, changed.description, changed.id) == ("Late shift", "After six.", made.id)
    assert client.get_team("Support", "late shift").id == made.id
    assert [team.name for team in client.get_teams("Support")] == ["Late shift", "Support Team"]

    client.delete_team("Support", made.id)
    assert refused(client.get_team, "Support", made.id)[0] == "TeamNotFoundException"


def test_a_project_keeps_its_default_team(client):
    team = client.get_project("Support").default_team.id

    assert refused(client.delete_team, "Support", team)[0] == "TeamDeletionException"


def test_teams_of_all_projects_can_be_those_of_the_caller(client, azure_devops):
    assert [team.name for team in client.get_all_teams()] == sorted(f"{name} Team" for name in PROJECTS)
    assert client.get_all_teams(mine=True) == []
    team = client.get_project("Support").default_team.id
    caller = azure_devops.get_location_client().get_connection_data().authenticated_user.id

    azure_devops.get_identity_client().add_member(team, caller)

    assert [one.id for one in client.get_all_teams(mine=True)] == [team]
    [member] = client.get_team_members_with_extended_properties("Support", team)
    assert (member.identity.id, member.identity.display_name) == (caller, DEPLOYER[0])
