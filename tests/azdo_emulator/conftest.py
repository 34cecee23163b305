"""Fixtures of the sandbox's tests: a new cloud for each test, and plug-ins over it behind a gRPC channel."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest

from azdo_emulator.model import Cloud, Refused, Session, open_seeded
from azdo_emulator.model.devops.groups import list_groups
from azdo_emulator.model.devops.projects import Organization, get_organization, get_project
from azdo_emulator.model.entra.directory import (
    ServicePrincipal,
    create_application,
    create_service_principal,
)
from azdo_emulator.model.seed import DEPLOYER, SUBSCRIPTION, TENANT
from azdo_emulator.providers import azure_native, azuread, azuredevops
from azdo_emulator.providers.declaring import Provider
from azdo_emulator.providers.servicing import Servicer
from azdo_emulator.providers.stubs import provider_pb2, provider_pb2_grpc
from azdo_emulator.providers.values import Values, read, write


@pytest.fixture(scope="session")
def new_cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new cloud, to copy."""
    with open_seeded(tmp_path_factory.mktemp("new")) as cloud:
        return cloud.path


ENTITLEMENT = "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement"
MEMBERSHIP = "azuredevops:index/groupMembership:GroupMembership"
APPLICATION = "azuread:index/application:Application"
PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal"
CREDENTIAL = "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential"
BOT = {"displayName": "mailroom-bot", "owners": [DEPLOYER[1]], "preventDuplicateNames": True}
"""What a program gives for an application."""


@pytest.fixture
def cloud(new_cloud: Path, tmp_path: Path) -> Iterator[Cloud]:
    """A new cloud with the organisation contoso."""
    shutil.copy(new_cloud, tmp_path)
    with Cloud(tmp_path) as cloud:
        yield cloud


class Over(Exception):
    """A test's transaction is over, and all of it undone."""


@pytest.fixture(scope="session")
def shared(new_cloud: Path) -> Iterator[Cloud]:
    """A new cloud that no test changes."""
    with Cloud(new_cloud.parent) as cloud:
        yield cloud


@pytest.fixture
def session(shared: Cloud) -> Iterator[Session]:
    """One transaction that a test writes in, over a new cloud; it is undone in the end."""
    with suppress(Over), shared.write() as session:
        yield session
        raise Over


@pytest.fixture
def contoso(session: Session) -> Organization:
    """The organisation."""
    return get_organization(session, "contoso")


def group_of(session: Session, organization: Organization, project: str | None, name: str) -> str:
    """The descriptor of a group of a project or of the organisation."""
    scope = get_project(session, organization, project) if project else None
    [found] = [group for group in list_groups(session, organization, scope) if group.name == name]
    return found.descriptor


def refusal(call: Callable[..., object], *args: Any, **kwargs: Any) -> tuple[int, str]:
    """The status and the code with which a service refuses."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.status, refused.value.code


@dataclass(frozen=True)
class Plugin:
    """An emulated plug-in as the engine talks to it."""

    stub: Any
    package: str

    def urn(self, token: str, name: str = "thing") -> str:
        """The name of a resource in a state."""
        return f"urn:pulumi:test::patless::{token}::{name}"

    def configure(self, **config: Any) -> None:
        """Become the provider of an organisation or a subscription."""
        self.stub.Configure(provider_pb2.ConfigureRequest(args=write(config), acceptSecrets=True))

    def check_config(self, **config: Any) -> Any:
        """What is wrong with a configuration."""
        urn = self.urn(f"pulumi:providers:{self.package}")
        return self.stub.CheckConfig(provider_pb2.CheckRequest(urn=urn, news=write(config)))

    def check(self, token: str, inputs: Values, old: Values | None = None, seed: bytes = b"seed") -> Any:
        """Refusals, or completed inputs."""
        return self.stub.Check(
            provider_pb2.CheckRequest(
                urn=self.urn(token), type=token, news=write(inputs), olds=write(old or {}), randomSeed=seed
            )
        )

    def checked(self, token: str, inputs: Values) -> Values:
        """Completed inputs."""
        response = self.check(token, inputs)
        assert not response.failures
        return read(response.inputs)

    def reasons(self, token: str, inputs: Values) -> list[str]:
        """Refusals."""
        return [failure.reason for failure in self.check(token, inputs).failures]

    def diff(self, token: str, old: Values, new: Values) -> Any:
        """What an update would change."""
        return self.stub.Diff(
            provider_pb2.DiffRequest(
                urn=self.urn(token), type=token, id="id", old_inputs=write(old), news=write(new)
            )
        )

    def create(self, token: str, inputs: Values, preview: bool = False) -> tuple[str, Values]:
        """Make it: its id and its outputs."""
        checked = self.checked(token, inputs)
        made = self.stub.Create(
            provider_pb2.CreateRequest(
                urn=self.urn(token), type=token, properties=write(checked), preview=preview
            )
        )
        return made.id, read(made.properties)

    def begin_create(self, token: str, checked: Values) -> Any:
        """Begin to make it; the answer comes with `result()`."""
        return self.stub.Create.future(
            provider_pb2.CreateRequest(urn=self.urn(token), type=token, properties=write(checked))
        )

    def read(self, token: str, id: str, outputs: Values | None = None, inputs: Values | None = None) -> Any:
        """It as the cloud has it."""
        return self.stub.Read(
            provider_pb2.ReadRequest(
                urn=self.urn(token),
                type=token,
                id=id,
                properties=write(outputs or {}),
                inputs=write(inputs or {}),
            )
        )

    def update(self, token: str, id: str, old: Values, new: Values, preview: bool = False) -> Values:
        """Change it: its outputs."""
        changed = self.stub.Update(
            provider_pb2.UpdateRequest(
                urn=self.urn(token), type=token, id=id, olds=write(old), news=write(new), preview=preview
            )
        )
        return read(changed.properties)

    def delete(self, token: str, id: str, outputs: Values) -> None:
        """Delete it."""
        self.stub.Delete(
            provider_pb2.DeleteRequest(urn=self.urn(token), type=token, id=id, properties=write(outputs))
        )

    def invoke(self, token: str, **given: Any) -> Any:
        """Look something up."""
        response = self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=write(given)))
        return read(getattr(response, "return")) if not response.failures else response


Start = Callable[[Provider], Plugin]


@pytest.fixture
def start(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts an emulated plug-in over the test's cloud."""
    monkeypatch.setenv("PATLESS_SANDBOX", str(cloud.path.parent))
    running = []

    def started(provider: Provider) -> Plugin:
        servicer, server = Servicer(provider), grpc.server(ThreadPoolExecutor(2))
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        running.append((servicer, server, channel))
        return Plugin(provider_pb2_grpc.ResourceProviderStub(channel), provider.name)

    yield started
    for servicer, server, channel in running:
        channel.close()
        server.stop(None).wait()
        servicer.close()


@pytest.fixture
def devops(start: Start) -> Plugin:
    """The emulated plug-in azuredevops, configured for contoso."""
    plugin = start(azuredevops.PROVIDER)
    plugin.configure(orgServiceUrl="https://dev.azure.com/contoso", tenantId=TENANT)
    return plugin


@pytest.fixture
def azure(start: Start) -> Plugin:
    """The emulated plug-in azure-native, configured for contoso's subscription."""
    plugin = start(azure_native.PROVIDER)
    plugin.configure(subscriptionId=SUBSCRIPTION, tenantId=TENANT)
    return plugin


@pytest.fixture
def entra(start: Start) -> Plugin:
    """The emulated plug-in azuread, configured for contoso's tenant."""
    plugin = start(azuread.PROVIDER)
    plugin.configure(tenantId=TENANT)
    return plugin


def told(call: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    """What the engine is told when a call fails."""
    with pytest.raises(grpc.RpcError) as error:
        call(*args, **kwargs)
    return str(error.value.details())


@pytest.fixture
def principal(cloud: Cloud) -> ServicePrincipal:
    """The service principal of an application in Entra; the organisation does not know it yet."""
    with cloud.write() as session:
        application = create_application(session, TENANT, "mailroom-bot")
        return create_service_principal(session, application.app_id)


@pytest.fixture
def readers(cloud: Cloud) -> str:
    """The descriptor of a group."""
    with cloud.read() as session:
        return group_of(session, get_organization(session, "contoso"), "Support", "Readers")


@pytest.fixture
def project_id(cloud: Cloud) -> str:
    """The id of the project Support."""
    with cloud.read() as session:
        return get_project(session, get_organization(session, "contoso"), "Support").project_id


@pytest.fixture
def member(devops: Plugin, principal: ServicePrincipal) -> tuple[str, Values]:
    """A member's id and outputs."""
    return devops.create(ENTITLEMENT, {"originId": principal.object_id, "origin": "aad"})


def behind_the_engine(cloud: Cloud, call: Callable[..., Any], *args: Any) -> Any:
    """Change something behind the engine's back."""
    with cloud.write() as session:
        return call(session, get_organization(session, "contoso"), *args)


@pytest.fixture
def application(entra: Plugin) -> tuple[str, Values]:
    """An application's id and outputs."""
    return entra.create(APPLICATION, BOT | {"notes": "reads mail"})


@pytest.fixture
def its_principal(entra: Plugin, application: tuple[str, Values]) -> tuple[str, Values]:
    """The id and outputs of that application's service principal."""
    wanted = {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]}
    return entra.create(PRINCIPAL, wanted)


def trust(application: tuple[str, Values], **more: Any) -> Values:
    """What a program gives for a federated credential of an application."""
    return {
        "applicationId": application[0],
        "displayName": "production",
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "repo:contoso/mailroom",
        "audiences": ["api://AzureADTokenExchange"],
    } | more
