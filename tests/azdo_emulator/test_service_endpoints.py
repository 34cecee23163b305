"""Connections that sign in with a token: the token is secret everywhere, and nowhere in the cloud's file."""

import pytest

from azdo_emulator.model import inventory
from azdo_emulator.providers.values import Secret, plain, read

from .conftest import told

pytestmark = pytest.mark.sandbox

AZURE_DEVOPS = "azuredevops:index/serviceEndpointAzureDevOps:ServiceEndpointAzureDevOps"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"
PIPELINE = "azuredevops:index/serviceEndpointPipeline:ServiceEndpointPipeline"
EXTERNAL = "azuredevops:index/serviceendpointExternaltfs:ServiceendpointExternaltfs"
CANARY = "canary-7e21f0"


def connections(project_id):
    shared = {"projectId": project_id, "serviceEndpointName": "legacy"}
    personal = {"authPersonal": {"personalAccessToken": CANARY}}
    return {
        AZURE_DEVOPS: shared | {"personalAccessToken": CANARY},
        GIT_HUB: shared | personal,
        PIPELINE: shared | personal | {"organizationName": "contoso"},
        EXTERNAL: shared | personal | {"connectionUrl": "https://tfs.contoso.com"},
    }


TOKEN_TYPES = [AZURE_DEVOPS, GIT_HUB, PIPELINE, EXTERNAL]


@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_secret_in_what_the_check_gives_back(devops, project_id, token):
    found = devops.checked(token, connections(project_id)[token])

    block = found if token == AZURE_DEVOPS else found["authPersonal"]
    assert block["personalAccessToken"] == Secret(CANARY)
    assert found["description"] == "Managed by Terraform"


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_secret_in_the_outputs(devops, project_id, token, preview):
    _, outputs = devops.create(token, connections(project_id)[token], preview)

    block = outputs if token == AZURE_DEVOPS else outputs["authPersonal"]
    assert block["personalAccessToken"] == Secret(CANARY)


@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_never_in_the_file(devops, cloud, project_id, token):
    wanted = connections(project_id)[token]
    id, outputs = devops.create(token, wanted)
    new = plain(devops.checked(token, wanted)) | {"description": "other"}
    outputs = devops.update(token, id, outputs, new)
    answer = devops.read(token, id, outputs, new)

    written = b"".join(path.read_bytes() for path in cloud.path.parent.glob("cloud.sqlite*"))
    assert b"legacy" in written
    assert CANARY.encode() not in written
    assert answer.id == id
    assert read(answer.properties)["description"] == "other"


@pytest.mark.parametrize(
    ("token", "variable"),
    [
        (AZURE_DEVOPS, "AZDO_DEVOPS_PAT"),
        (GIT_HUB, "AZDO_GITHUB_SERVICE_CONNECTION_PAT"),
        (PIPELINE, "AZDO_PERSONAL_ACCESS_TOKEN"),
        (EXTERNAL, "AZDO_PERSONAL_ACCESS_TOKEN"),
    ],
)
def test_a_token_of_the_environment_is_seen_by_the_engine(devops, project_id, monkeypatch, token, variable):
    wanted = connections(project_id)[token]
    bare = {name: {} if name == "authPersonal" else value for name, value in wanted.items()}
    bare.pop("personalAccessToken", None)
    missing = devops.reasons(token, bare)

    monkeypatch.setenv(variable, CANARY)
    found = devops.checked(token, bare)

    assert len(missing) == 1
    assert "personalAccessToken' is missing" in missing[0]
    assert found == devops.checked(token, wanted)


def test_no_token_for_git_hub_is_its_app(devops, project_id):
    wanted = {"projectId": project_id, "serviceEndpointName": "app"}

    assert devops.create(GIT_HUB, wanted)[1]["authorization"] == {"scheme": "InstallationToken"}


def test_a_second_connection_of_a_name_is_told_without_the_token(devops, project_id):
    wanted = connections(project_id)
    devops.create(AZURE_DEVOPS, wanted[AZURE_DEVOPS])

    message = told(devops.create, GIT_HUB, wanted[GIT_HUB])

    assert message.startswith(
        "Error creating service endpoint in Azure DevOps: Service connection with name legacy already exists."
    )
    assert CANARY not in message


def test_a_connection_is_imported_by_project_and_id(devops, project_id):
    id, _ = devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])

    answer = devops.read(AZURE_DEVOPS, f"{project_id}/{id}")

    assert answer.id == id
    assert read(answer.inputs)["projectId"] == project_id
    assert "personalAccessToken" not in read(answer.inputs)


def test_a_connection_that_vanished_stops_a_refresh_as_with_the_official_plug_in(devops, project_id):
    id, outputs = devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])
    devops.delete(AZURE_DEVOPS, id, outputs)

    message = told(devops.read, AZURE_DEVOPS, id, outputs, outputs)

    assert message == f"unexpected nil service endpoint, ID: ({id}), project ID: ({project_id})"


def test_the_inventory_shows_that_there_is_a_token_and_not_which(devops, cloud, project_id):
    id, _ = devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])

    with cloud.read() as session:
        [found] = [each for each in inventory(session)["service_endpoints"] if each["endpoint_id"] == id]

    assert (found["type"], found["parameters"]) == ("AZDOAPI", '{"apitoken": null}')
