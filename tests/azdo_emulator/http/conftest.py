"""Fixtures of the HTTP server's tests: a server over a new cloud, and the official clients in front of it."""

import asyncio
import shutil
import ssl
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from azdo_emulator.http.server import Discovery, Server
from azdo_emulator.http.serving import serving
from azdo_emulator.http.tokens import Claims
from azdo_emulator.model import Cloud, ids, open_seeded
from azdo_emulator.model.conditions import equal
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS, WORKLOAD_IDENTITY_FEDERATION
from azdo_emulator.model.devops.endpoints import EndpointBody, create_service_endpoint
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.entra import app_roles, applications
from azdo_emulator.model.entra.app_roles import MICROSOFT_GRAPH, ROLES
from azdo_emulator.model.seed import DEPLOYER, TENANT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are of the sandbox tier."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("sandbox")


@pytest.fixture(scope="session")
def new_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new sandbox, to copy."""
    folder = tmp_path_factory.mktemp("new")
    open_seeded(folder).close()
    with serving(folder):
        return folder


@pytest.fixture
def discovery() -> Discovery:
    """How the server says where its areas are; tests that are parametrised by it run with either form."""
    return "full"


@pytest.fixture
def server(
    new_sandbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, discovery: Discovery
) -> Iterator[Server]:
    """A server over a new cloud of its own, which the clients of this process trust and sign in to."""
    folder = tmp_path / "sandbox"
    shutil.copytree(new_sandbox, folder)
    with serving(folder, discovery) as server:
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
            monkeypatch.setenv(name, str(folder / "ca.pem"))
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.http}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", server.tokens.identity_header)
        yield server


@pytest.fixture
def cloud(server: Server) -> Cloud:
    """The cloud behind the server and the plug-ins."""
    return server.cloud


def token(
    server: Server,
    audience: str = AZURE_DEVOPS,
    person: str = "",
    lifetime: int = 3600,
    whose: str = DEPLOYER[1],
) -> str:
    """A token of the deployer, of another service principal by object id, or of a person by name."""
    if person:
        whose = ids.guid("seed", person)
    claims = Claims(whose, TENANT, audience, "" if person else DEPLOYER[2], by_person=bool(person))
    return server.tokens.issue(claims, lifetime)


def client(base_url: str, bearer: str) -> httpx.Client:
    """A bare client, for what no official one does; without a token it is nobody."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    trusted = ssl.create_default_context()
    return httpx.Client(base_url=base_url, headers=headers, trust_env=False, verify=trusted)


@pytest.fixture
def contoso(server: Server) -> Iterator[httpx.Client]:
    """A bare client of the organisation, signed in as the deployer."""
    with client(f"{server.http}/contoso", token(server)) as made:
        yield made


@pytest.fixture
def graph(server: Server) -> Iterator[httpx.Client]:
    """A bare client of Microsoft Graph, signed in as the deployer."""
    with client(f"{server.graph}/v1.0", token(server, server.graph)) as made:
        yield made


@pytest.fixture
def ask() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Wait for an answer of an asynchronous client."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def microsoft_graph(server: Server, ask: Callable[[Coroutine[Any, Any, Any]], Any]) -> Iterator[Any]:
    """Microsoft's client of Microsoft Graph, signed in as the deployer by azure-identity."""
    sdk = pytest.importorskip("msgraph", reason="`make .venv/clients` installs it")
    from azure.identity import ManagedIdentityCredential
    from kiota_authentication_azure.azure_identity_authentication_provider import (
        AzureIdentityAuthenticationProvider,
    )
    from msgraph.graph_request_adapter import options
    from msgraph_core import GraphClientFactory

    http = GraphClientFactory.create_with_default_middleware(host=server.graph, options=options)
    with ManagedIdentityCredential() as credential:
        signed_in = AzureIdentityAuthenticationProvider(
            credential, scopes=[f"{server.graph}/.default"], allowed_hosts=["localhost"]
        )
        adapter = sdk.GraphRequestAdapter(signed_in, client=http)
        adapter.base_url = f"{server.graph}/v1.0"
        yield sdk.GraphServiceClient(request_adapter=adapter)
    # Closing the client would not close the transport inside its own.
    ask(http._transport.transport.aclose())


@pytest.fixture
def resource_manager(server: Server) -> Iterator[httpx.Client]:
    """A bare client of Azure Resource Manager, signed in as the deployer."""
    with client(server.resource_manager, token(server, server.resource_manager)) as made:
        yield made


@pytest.fixture(scope="session")
def azure_devops_package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Microsoft's `azure-devops` package, which keeps what it discovers in a folder of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AZURE_DEVOPS_CACHE_DIR", str(tmp_path_factory.mktemp("azure-devops")))
        return pytest.importorskip("azure.devops.connection", reason="`make .venv/clients` installs it")


@contextmanager
def connected(package: ModuleType, server: Server, bearer: str) -> Iterator[Any]:
    """The factory of the clients of Microsoft's package, signed in with a token."""
    from azure.devops import _file_cache
    from azure.devops.client import Client
    from msrest.authentication import BasicTokenAuthentication

    # The port may have been another server's, with other places.
    for found in (_file_cache.OPTIONS_CACHE.data, _file_cache.RESOURCE_CACHE.data, Client._locations_cache):
        found.clear()
    sessions = set()

    def read(answer: Any, **_: Any) -> None:
        # The package does not read an answer without a body to its end, and would lose the socket.
        _ = answer.content

    class Credentials(BasicTokenAuthentication):
        """A token, and how one hears of the package's sessions, which it never closes."""

        def signed_session(self, session: Any = None) -> Any:
            signed = super().signed_session(session)
            signed.hooks["response"] = [read]
            sessions.add(signed)
            return signed

    yield package.Connection(f"{server.http}/contoso", Credentials({"access_token": bearer})).clients_v7_1
    for session in sessions:
        session.close()


@pytest.fixture
def azure_devops(server: Server, azure_devops_package: ModuleType) -> Iterator[Any]:
    """The clients of Microsoft's package for Azure DevOps, signed in as the deployer."""
    with connected(azure_devops_package, server, token(server)) as clients:
        yield clients


@pytest.fixture
def projects(contoso: httpx.Client) -> dict[str, str]:
    """The ids of the projects, by name."""
    return {each["name"]: each["id"] for each in contoso.get("/_apis/projects").json()["value"]}


@pytest.fixture
def connection(server: Server) -> str:
    """The id of a service connection in Support that has nothing to do with the past."""
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        body = EndpointBody(
            name="azure-new",
            type="azurerm",
            url="https://management.azure.com/",
            description="",
            scheme=WORKLOAD_IDENTITY_FEDERATION,
            parameters={"tenantid": TENANT, "serviceprincipalid": DEPLOYER[2]},
            data={},
        )
        return create_service_endpoint(session, organization, ("Support",), body).endpoint_id


def refused(response: httpx.Response) -> tuple[int, str]:
    """The status and the type key of a refusal by Azure DevOps."""
    return response.status_code, response.json()["typeKey"]


def graph_refusal(
    ask: Callable[[Coroutine[Any, Any, Any]], Any], coming: Coroutine[Any, Any, Any]
) -> tuple[int, str, str]:
    """The status, the code and the words of a refusal by Microsoft Graph."""
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError

    with pytest.raises(ODataError) as error:
        ask(coming)
    told = error.value.error
    return error.value.response_status_code, told.code, told.message


def grant(server: Server, role: str, principal_id: str = DEPLOYER[1]) -> None:
    """Give somebody an app role of Microsoft Graph."""
    with server.cloud.write() as session:
        [graph] = applications.list_service_principals(session, equal("app_id", MICROSOFT_GRAPH))
        app_roles.create_app_role_assignment(
            session, principal_id, graph.object_id, ROLES[MICROSOFT_GRAPH][role]
        )
