"""The official plug-in azuread with the server: it does, and reports, what the emulated one does.

PATLESS_PLUGINS=official runs it where pulumi-resource-azuread is on PATH. Most of the time the plug-in waits.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator

import grpc
import pytest

from azdo_emulator.http.environment import variables
from azdo_emulator.model import fingerprint
from azdo_emulator.model.entra.app_roles import MICROSOFT_GRAPH
from azdo_emulator.model.seed import DEPLOYER, TENANT
from azdo_emulator.providers.stubs import provider_pb2, provider_pb2_grpc
from azdo_emulator.providers.values import read, write
from tests.azdo_emulator.conftest import APPLICATION, CREDENTIAL, PRINCIPAL, Plugin
from tests.azdo_emulator.conftest import entra as entra
from tests.azdo_emulator.conftest import start as start
from tests.azdo_emulator.http.conftest import grant

PLUGIN = shutil.which("pulumi-resource-azuread")
pytestmark = pytest.mark.skipif(
    os.environ.get("PATLESS_PLUGINS") != "official" or not PLUGIN,
    reason="PATLESS_PLUGINS is not official, or no official plug-in is on PATH",
)

OURS = {"owners": [DEPLOYER[1]]}
TRUST = {
    "displayName": "production",
    "issuer": "https://token.actions.githubusercontent.com",
    "subject": "repo:contoso/mailroom:environment:production",
    "audiences": ["api://AzureADTokenExchange"],
}
LOOK_UPS = {
    "getApplication": {"displayName": "mailroom-bot"},
    "getClientConfig": {},
    "getGroup": {"displayName": "sg-support"},
    "getServicePrincipal": {"displayName": "mailroom-bot"},
    "getUser": {"mailNickname": "dev.one"},
}


@pytest.fixture
def official(server) -> Iterator[Plugin]:
    """The official plug-in, signed in as the deployer."""
    folder = server.cloud.path.parent
    environment = variables(folder, server) | {"HOME": str(folder), "ARM_CLIENT_ID": DEPLOYER[2]}
    process = subprocess.Popen([str(PLUGIN), "127.0.0.1:1"], env=environment, stdout=subprocess.PIPE)
    try:
        port = process.stdout.readline().decode().strip()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            plugin = Plugin(provider_pb2_grpc.ResourceProviderStub(channel), "azuread")
            config = provider_pb2.ConfigureRequest(
                args=write({"tenantId": TENANT}),
                variables={"azuread:config:tenantId": TENANT},
                acceptSecrets=True,
                acceptResources=True,
            )
            plugin.stub.Configure(config)
            yield plugin
    finally:
        process.terminate()
        process.communicate()


def resource(name):
    return f"azuread:index/{name[0].lower()}{name[1:]}:{name}"


def test_what_it_makes_is_what_the_emulated_plug_in_reads_and_all_of_it_goes(server, official, entra):
    with server.cloud.read() as session:
        before = fingerprint(session)

    application, told = official.create(APPLICATION, {"displayName": "mailroom-bot", "tags": ["a"]} | OURS)
    principal, _ = official.create(PRINCIPAL, {"clientId": told["clientId"]} | OURS)
    trust, _ = official.create(CREDENTIAL, {"applicationId": application} | TRUST)
    made = {APPLICATION: application, PRINCIPAL: principal, CREDENTIAL: trust}

    for token, id in made.items():
        ours, theirs = (read(plugin.read(token, id).properties) for plugin in (entra, official))
        assert ours == {name: theirs[name] for name in ours}, token
    for name, given in LOOK_UPS.items():
        token = f"azuread:index/{name}:{name}"
        ours, theirs = (plugin.invoke(token, **given) for plugin in (entra, official))
        assert ours == {name: theirs[name] for name in ours}, name
    with pytest.raises(grpc.RpcError, match="Credential type not allowed as per assigned policy"):
        official.create(resource("ApplicationPassword"), {"applicationId": application})

    for token, id in reversed(made.items()):
        official.delete(token, id, {})
    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_groups_members_and_roles_come_and_go(server, official):
    for role in ("Group.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"):
        grant(server, role)
    with server.cloud.read() as session:
        before = fingerprint(session)
    graph = official.invoke("azuread:index/getServicePrincipal:getServicePrincipal", clientId=MICROSOFT_GRAPH)
    team, told = official.create(
        resource("Group"), {"displayName": "sg-bots", "securityEnabled": True} | OURS
    )
    wanted = {
        "GroupMember": {"groupObjectId": told["objectId"], "memberObjectId": DEPLOYER[1]},
        "AppRoleAssignment": {
            "appRoleId": graph["appRoleIds"]["Application.Read.All"],
            "principalObjectId": told["objectId"],
            "resourceObjectId": graph["objectId"],
        },
    }
    made = {name: official.create(resource(name), inputs) for name, inputs in wanted.items()}

    read_again = read(official.read(resource("Group"), team).properties)

    assert (read_again["members"], read_again["owners"]) == ([DEPLOYER[1]], [DEPLOYER[1]])
    for name, (id, outputs) in made.items():
        official.delete(resource(name), id, outputs)
    official.delete(resource("Group"), team, {})
    with server.cloud.read() as session:
        assert fingerprint(session) == before
