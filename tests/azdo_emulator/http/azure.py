"""The official clients of Azure Resource Manager, unmodified, with a server."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from azdo_emulator.http.server import Server
from azdo_emulator.model.seed import SUBSCRIPTION

Make = Callable[..., Any]


@pytest.fixture
def make(server: Server) -> Iterator[Make]:
    """Makes a client that signs in as the managed identity of the sandbox."""
    from azure.identity import ManagedIdentityCredential

    opened = [ManagedIdentityCredential()]

    def made(kind: Callable[..., Any]) -> Any:
        client = kind(
            opened[0],
            SUBSCRIPTION,
            base_url=server.resource_manager,
            credential_scopes=[f"{server.resource_manager}/.default"],
            retry_total=0,
            polling_interval=0,
        )
        opened.append(client)
        return client

    yield made
    for one in reversed(opened):
        one.close()


@pytest.fixture
def managed_identities(make: Make) -> Any:
    """The client of managed identities."""
    from azure.mgmt.msi import ManagedServiceIdentityClient

    return make(ManagedServiceIdentityClient)


@pytest.fixture
def authorization(make: Make) -> Any:
    """The client of roles."""
    from azure.mgmt.authorization import AuthorizationManagementClient

    return make(AuthorizationManagementClient)


@pytest.fixture
def resources(make: Make) -> Any:
    """The client of resource groups and of resources."""
    from azure.mgmt.resource.resources import ResourceManagementClient

    return make(ResourceManagementClient)


def refusal(call: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[int, str, str]:
    """The status, the code and the message with which Azure refuses."""
    from azure.core.exceptions import HttpResponseError

    def called() -> None:
        # A list asks for its first page only when it is looked at.
        list(call(*args, **kwargs))

    with pytest.raises(HttpResponseError) as refused:
        called()
    error = refused.value
    return error.status_code, error.error.code, error.error.message
