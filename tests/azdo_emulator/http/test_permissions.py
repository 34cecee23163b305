"""Each service refuses who may not, in its own words."""

from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.devops.security_roles import ENDPOINT, set_role_assignment
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import SUBSCRIPTION
from tests.azdo_emulator.http.conftest import client, token

DEVELOPER = "dev.one@contoso.com"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"


def test_azure_refuses_somebody_with_no_role(server, resource_manager):
    with client(server.resource_manager, token(server, server.resource_manager, DEVELOPER)) as developer:
        response = developer.get(f"{GROUP}?api-version=2024-11-01")

    assert response.status_code == 403
    error = response.json()["error"]
    assert error["code"] == "AuthorizationFailed"
    assert error["message"] == (
        f"The client '{DEVELOPER}' with object id '{guid('seed', DEVELOPER)}' does not have authorization to "
        f"perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '{GROUP}' or the "
        "scope is invalid. If access was recently granted, please refresh your credentials."
    )
    assert resource_manager.get(f"{GROUP}?api-version=2024-11-01").status_code == 200


def test_graph_refuses_an_application_without_app_roles(server, graph):
    path = f"/applications/{guid('seed', 'patless-deployer')}"
    factory = token(server, server.graph, whose="9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10")
    with client(f"{server.graph}/v1.0", factory) as made:
        response = made.get(path)

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "Authorization_RequestDenied"
    assert response.json()["error"]["message"] == "Insufficient privileges to complete the operation."
    assert graph.get(path).status_code == 200


def test_a_reader_does_not_see_what_a_connection_signs_in_as(server, contoso, connection):
    path = "/Support/_apis/serviceendpoint/endpoints"

    def seen(response):
        return {"authorization", "data"} & response.keys()

    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        [listed] = reader.get(path, params={"endpointNames": "azure-new"}).json()["value"]
        read = reader.get(f"{path}/{connection}").json()
        with server.cloud.write() as session:
            organization = get_organization(session, "contoso")
            two = get_subject_by_origin(session, organization, guid("seed", "dev.two@contoso.com"))
            place = f"{get_project(session, organization, 'Support').project_id}_{connection}"
            set_role_assignment(session, organization, ENDPOINT, place, two.storage_key, "User")
        as_user = reader.get(f"{path}/{connection}").json()

    assert (listed["id"], read["id"], read["url"]) == (
        connection,
        connection,
        "https://management.azure.com/",
    )
    assert (seen(listed), seen(read)) == (set(), set())
    assert seen(as_user) == {"authorization", "data"}
    assert seen(contoso.get(f"{path}/{connection}").json()) == {"authorization", "data"}
