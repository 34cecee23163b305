"""The official plug-in azuredevops with the server: members, groups and projects come, are found, and go.

PATLESS_PLUGINS=official runs it where pulumi-resource-azuredevops is on PATH. Mostly, the plug-in waits.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator

import grpc
import pytest

from azdo_emulator.http.environment import variables
from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER, ENTRA_GROUPS, TENANT
from azdo_emulator.providers.stubs import provider_pb2, provider_pb2_grpc
from azdo_emulator.providers.values import read, write
from tests.azdo_emulator.conftest import ENTITLEMENT, MEMBERSHIP, Plugin, told
from tests.azdo_emulator.conftest import devops as devops
from tests.azdo_emulator.conftest import start as start

PLUGIN = shutil.which("pulumi-resource-azuredevops")
pytestmark = pytest.mark.skipif(
    os.environ.get("PATLESS_PLUGINS") != "official" or not PLUGIN,
    reason="PATLESS_PLUGINS is not official, or no official plug-in is on PATH",
)


def resource(name):
    return f"azuredevops:index/{name[0].lower()}{name[1:]}:{name}"


@pytest.fixture
def cloud(server):
    """The cloud behind the server and the plug-ins."""
    return server.cloud


@pytest.fixture(params=["full", "empty"])
def discovery(request):
    """Both ways in which the plug-in finds its areas."""
    return request.param


@pytest.fixture
def official(server) -> Iterator[Plugin]:
    """The official plug-in, signed in as the deployer."""
    folder = server.cloud.path.parent
    environment = variables(folder, server) | {"HOME": str(folder)}
    process = subprocess.Popen([str(PLUGIN), "127.0.0.1:1"], env=environment, stdout=subprocess.PIPE)
    try:
        port = process.stdout.readline().decode().strip()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            plugin = Plugin(provider_pb2_grpc.ResourceProviderStub(channel), "azuredevops")
            given = {"orgServiceUrl": f"{server.http}/contoso", "tenantId": TENANT, "useMsi": True}
            config = provider_pb2.ConfigureRequest(
                args=write(given), acceptSecrets=True, acceptResources=True
            )
            plugin.stub.Configure(config)
            yield plugin
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def support(server):
    with server.cloud.read() as session:
        return get_project(session, get_organization(session, "contoso"), "Support").project_id


def test_members_and_groups_come_and_go(server, official, devops, support):
    with server.cloud.read() as session:
        before = fingerprint(session)

    made = {}
    for token, inputs in {
        ENTITLEMENT: {"originId": DATA_FACTORY[1], "origin": "aad"},
        resource("User"): {"principalName": "dev.one@contoso.com", "accountLicenseType": "stakeholder"},
        resource("GroupEntitlement"): {"originId": ENTRA_GROUPS["sg-support"][0], "origin": "aad"},
        resource("Group"): {"displayName": "Bots", "scope": support, "description": "Machines."},
    }.items():
        made[token] = official.create(token, inputs)
    group, member = made[resource("Group")][1]["descriptor"], made[ENTITLEMENT][1]["descriptor"]
    made[MEMBERSHIP] = official.create(MEMBERSHIP, {"group": group, "members": [member]})
    for token in (ENTITLEMENT, resource("User"), resource("GroupEntitlement")):
        ours, theirs = (read(plugin.read(token, made[token][0]).properties) for plugin in (devops, official))
        assert ours == {name: theirs[name] for name in ours}, token
    assert read(official.read(resource("Group"), group).properties)["members"] == [member]
    assert official.read(resource("User"), "dev.one@contoso.com").id == made[resource("User")][0]

    for token, (id, outputs) in reversed(made.items()):
        official.delete(token, id, outputs)
    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_an_access_level_is_changed(official, devops):
    for token, inputs in {
        ENTITLEMENT: {"originId": DATA_FACTORY[1], "origin": "aad"},
        resource("User"): {"principalName": "dev.one@contoso.com"},
        resource("GroupEntitlement"): {"displayName": "bots"},
    }.items():
        id, outputs = official.create(token, inputs)
        official.update(token, id, outputs, inputs | {"accountLicenseType": "stakeholder"})
        assert read(devops.read(token, id, outputs).properties)["accountLicenseType"] == "stakeholder"


REFUSED = {
    "a service principal of nobody": (ENTITLEMENT, {"originId": "99999999-9999-4999-8999-999999999999"}),
    "a client id": (ENTITLEMENT, {"originId": DEPLOYER[2]}),
    "a person of nobody": (resource("User"), {"principalName": "nobody@contoso.com"}),
    "a group of nobody": (
        resource("GroupEntitlement"),
        {"originId": "99999999-9999-4999-8999-999999999999", "origin": "aad"},
    ),
}


def test_what_is_refused_is_told_as_the_emulated_plug_in_tells_it(official, devops):
    for name, (token, inputs) in REFUSED.items():
        ours, theirs = (told(plugin.create, token, inputs) for plugin in (devops, official))
        # The bridge to the official plug-in counts the errors and stars each.
        assert theirs.strip() in (ours, f"1 error occurred:\n\t* {ours}"), name


def test_a_project_comes_is_tagged_and_goes(server, official):
    with server.cloud.read() as session:
        before = fingerprint(session)

    id, outputs = official.create(resource("Project"), {"name": "Mailroom", "workItemTemplate": "Scrum"})
    tags, told = official.create(resource("ProjectTags"), {"projectId": id, "tags": ["mail", "eu"]})

    assert outputs["workItemTemplate"] == "Scrum"
    assert sorted(read(official.read(resource("ProjectTags"), tags).properties)["tags"]) == ["eu", "mail"]
    official.delete(resource("ProjectTags"), tags, told)
    official.delete(resource("Project"), id, outputs)
    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_somebody_is_put_into_a_team_and_out_of_it(server, official, support):
    with server.cloud.read() as session:
        before = fingerprint(session)
    owner = official.invoke("azuredevops:index/getUsers:getUsers", principalName="admin@contoso.com")
    [descriptor] = [user["descriptor"] for user in owner["users"]]
    where = {"projectId": support, "name": "Support Team"}
    team = official.invoke("azuredevops:index/getTeam:getTeam", **where)["id"]

    id, outputs = official.create(
        resource("TeamMembers"), {"projectId": support, "teamId": team, "members": [descriptor]}
    )

    assert official.invoke("azuredevops:index/getTeam:getTeam", **where)["members"] == [descriptor]
    official.delete(resource("TeamMembers"), id, outputs)
    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_whatever_is_there_is_found(official, devops, support):
    look_ups = {
        "getProject": {"name": "Support"},
        "getGroup": {"projectId": support, "name": "Readers"},
        "getServicePrincipal": {"displayName": DEPLOYER[0]},
        "getUsers": {"principalName": "admin@contoso.com"},
    }
    for name, given in look_ups.items():
        token = f"azuredevops:index/{name}:{name}"
        ours, theirs = (plugin.invoke(token, **given) for plugin in (devops, official))
        assert ours == {key: theirs[key] for key in ours}, name
    for name, given in {
        "getProjects": {"state": "wellFormed"},
        "getGroups": {"projectId": support},
        "getTeams": {"projectId": support},
        "getIdentityGroup": {"projectId": support, "name": "[Support]\\Readers"},
        "getIdentityGroups": {"projectId": support},
        "getIdentityUsers": {"name": "admin@contoso.com"},
        "getTeam": {"projectId": support, "name": "Support Team"},
    }.items():
        assert official.invoke(f"azuredevops:index/{name}:{name}", **given)["id"], name
