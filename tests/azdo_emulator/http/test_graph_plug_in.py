"""The calls of the official plug-in azuread for what the example deploys, in its order and with its bodies.

From the source of terraform-provider-azuread: the plug-in itself runs where it is on PATH.
"""

import pytest

from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DEPLOYER
from tests.azdo_emulator.http.conftest import client, grant, token

CALLER = DEPLOYER[1]


@pytest.fixture
def both(server):
    """A client of v1.0, and one of beta."""
    bearer = token(server, server.graph)
    with client(f"{server.graph}/v1.0", bearer) as stable, client(f"{server.graph}/beta", bearer) as beta:
        yield stable, beta


def made(answer, status=201):
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else {}


def application(stable, owner):
    """As azuread_application makes one: the caller owns it at first, and two patches show that it is seen."""
    body = {
        "@odata.type": "#microsoft.graph.application",
        "api": {"oauth2PermissionScopes": [], "requestedAccessTokenVersion": None},
        "appRoles": [],
        "description": None,
        "displayName": "mailroom-bot",
        "identifierUris": [],
        "info": {"marketingUrl": None},
        "isDeviceOnlyAuthSupported": False,
        "isFallbackPublicClient": False,
        "owners@odata.bind": [f"{stable.base_url}directoryObjects/{one}" for one in (CALLER, owner)],
        "requiredResourceAccess": [],
        "signInAudience": "AzureADMyOrg",
        "tags": [],
        "web": {"redirectUris": []},
    }
    id = made(stable.post("/applications", json=body))["id"]
    for name in ("TERRAFORM_UPDATE_0", "mailroom-bot"):
        made(stable.patch(f"/applications/{id}", json={"displayName": name}), 204)
    return id


def test_an_application_and_its_service_principal(both):
    stable, beta = both
    person = guid("seed", "dev.one@contoso.com")
    id = application(stable, person)

    found = made(stable.get(f"/applications/{id}"), 200)
    assert (found["displayName"], found["signInAudience"]) == ("mailroom-bot", "AzureADMyOrg")
    extra = made(beta.get(f"/applications/{id}?$select=oauth2RequirePostResponse"), 200)
    assert extra["oauth2RequirePostResponse"] is None
    owners = made(stable.get(f"/applications/{id}/owners"), 200)["value"]
    assert {one["id"]: one["@odata.type"] for one in owners} == {
        CALLER: "#microsoft.graph.servicePrincipal",
        person: "#microsoft.graph.user",
    }

    listed = made(stable.get(f"/servicePrincipals?$filter=appId eq '{found['appId']}'"), 200)
    assert listed["value"] == []
    body = {
        "@odata.type": "#microsoft.graph.servicePrincipal",
        "accountEnabled": True,
        "appId": found["appId"],
        "appRoleAssignmentRequired": False,
        "description": "TERRAFORM_UPDATE_0",
        "owners@odata.bind": [f"{stable.base_url}directoryObjects/{CALLER}"],
        "tags": [],
    }
    principal = made(stable.post("/servicePrincipals", json=body))["id"]
    made(stable.patch(f"/servicePrincipals/{principal}", json={"description": None}), 204)
    assert made(stable.get(f"/servicePrincipals/{principal}"), 200)["description"] is None
    assert made(beta.get(f"/servicePrincipals/{principal}?$select=samlMetadataUrl"), 200)

    made(stable.delete(f"/servicePrincipals/{principal}"), 204)
    made(stable.get(f"/servicePrincipals/{principal}"), 404)
    made(stable.delete(f"/applications/{id}"), 204)
    made(stable.get(f"/applications/{id}"), 404)


def test_a_program_that_names_other_owners_locks_the_deployer_out(both):
    stable, _ = both
    id = application(stable, guid("seed", "dev.one@contoso.com"))

    made(stable.delete(f"/applications/{id}/owners/{CALLER}/$ref"), 204)

    made(stable.patch(f"/applications/{id}", json={"displayName": "x"}), 403)


def test_a_trust(both):
    stable, _ = both
    id = application(stable, guid("seed", "dev.one@contoso.com"))
    all = f"/applications/{id}/federatedIdentityCredentials"
    body = {
        "@odata.type": "#microsoft.graph.federatedIdentityCredential",
        "audiences": ["api://AzureADTokenExchange"],
        "description": None,
        "issuer": "https://token.actions.githubusercontent.com",
        "name": "production",
        "subject": "repo:contoso/mailroom:environment:production",
    }

    trust = made(stable.post(all, json=body))["id"]

    assert made(stable.get(f"{all}/{trust}"), 200)["subject"] == body["subject"]
    change = {name: body[name] for name in ("audiences", "issuer")} | {"subject": "repo:contoso/other"}
    made(stable.patch(f"{all}/{trust}", json=change), 204)
    assert made(stable.get(f"{all}/{trust}"), 200)["subject"] == "repo:contoso/other"
    made(stable.delete(f"{all}/{trust}"), 204)
    made(stable.get(f"{all}/{trust}"), 404)


def test_a_group_and_a_member(server, both):
    stable, beta = both
    grant(server, "Group.ReadWrite.All")
    body = {
        "@odata.type": "#microsoft.graph.group",
        "description": None,
        "displayName": "sg-reporters",
        "groupTypes": [],
        "isAssignableToRole": False,
        "mailEnabled": False,
        "mailNickname": "0a1b2c3d-4",
        "membershipRule": None,
        "owners@odata.bind": [f"{beta.base_url}directoryObjects/{CALLER}"],
        "resourceBehaviorOptions": [],
        "resourceProvisioningOptions": [],
        "securityEnabled": True,
    }
    assert made(beta.get("/groups?$filter=displayName eq 'sg-reporters'"), 200)["value"] == []
    id = made(beta.post("/groups", json=body))["id"]
    for name in ("TERRAFORM_UPDATE_0", "sg-reporters"):
        made(beta.patch(f"/groups/{id}", json={"displayName": name}), 204)
    assert made(beta.get(f"/groups/{id}"), 200)["displayName"] == "sg-reporters"
    assert [one["id"] for one in made(beta.get(f"/groups/{id}/owners"), 200)["value"]] == [CALLER]
    assert made(beta.get(f"/groups/{id}/memberOf"), 200)["value"] == []

    member = made(stable.get(f"/directoryObjects/{guid('seed', 'dev.two@contoso.com')}"), 200)
    assert member["@odata.type"] == "#microsoft.graph.user"
    reference = {"@odata.id": f"{beta.base_url}directoryObjects/{member['id']}"}
    made(beta.post(f"/groups/{id}/members/$ref", json=reference), 204)
    [found] = made(beta.get(f"/groups/{id}/members?$filter=id eq '{member['id']}'"), 200)["value"]
    assert found["id"] == member["id"]
    made(beta.delete(f"/groups/{id}/members/{member['id']}/$ref"), 204)
    assert made(beta.get(f"/groups/{id}/members"), 200)["value"] == []

    made(beta.delete(f"/groups/{id}"), 204)
    made(beta.get(f"/groups/{id}"), 404)
