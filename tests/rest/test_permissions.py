"""Each service refuses who may not, in its own words."""

from patless.sandbox.model.ids import guid
from patless.sandbox.model.seed import SUBSCRIPTION
from tests.rest.conftest import client, token

DEVELOPER = "dev.one@contoso.com"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"


def test_azure_refuses_somebody_with_no_role(door, resource_manager):
    with client(door.resource_manager, token(door, door.resource_manager, DEVELOPER)) as developer:
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


def test_graph_refuses_an_application_without_app_roles(door, graph):
    path = f"/applications/{guid('seed', 'patless-deployer')}"
    factory = token(door, door.graph, whose="9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10")
    with client(f"{door.graph}/v1.0", factory) as made:
        response = made.get(path)

    assert response.status_code == 403
    assert response.json()["error"]["code"] == "Authorization_RequestDenied"
    assert response.json()["error"]["message"] == "Insufficient privileges to complete the operation."
    assert graph.get(path).status_code == 200
