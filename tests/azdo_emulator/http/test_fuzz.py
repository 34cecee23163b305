"""Requests that the server's own description allows, and others: none finds a fault of the sandbox."""

import os
import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azdo_emulator.http import arm, devops, graph, login
from azdo_emulator.http.service import Service
from azdo_emulator.http.serving import serving
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.seed import DEPLOYER, LEGACY, SUBSCRIPTION, TENANT
from tests.azdo_emulator.http.conftest import token

requests = pytest.importorskip("requests", reason="`make .venv/clients` installs it")
schemathesis = pytest.importorskip("schemathesis", reason="`make .venv/clients` installs it")

EXAMPLES = int(os.environ.get("PATLESS_EXAMPLES", "200"))
KNOWN = {
    "organization": ["contoso"],
    "project": ["Support", "Payments"],
    "version": ["v1.0", "beta"],
    "subscription_id": [SUBSCRIPTION],
    "resource_group": ["rg-support"],
    "tenant": [TENANT],
    "object_id": [DEPLOYER[1]],
    "client_id": [DEPLOYER[2], LEGACY[2]],
    "grant_type": ["client_credentials"],
    "metadata": ["true"],
    "scope": [f"subscriptions/{SUBSCRIPTION}", "distributedtask.agentpoolrole"],
}
"""What parameters have to be, so that a request comes further than the first look-up."""

SERVICES = {
    "": (devops.root, AZURE_DEVOPS),
    "/graph.microsoft.com": (graph.service, "https://graph.microsoft.com"),
    "/management.azure.com": (arm.service, "https://management.azure.com"),
    "/": (login.service, "nobody"),
}
"""By where each is: a service, and whom its tokens are for."""


@pytest.fixture(scope="module")
def server(new_sandbox, tmp_path_factory):
    """One server for all examples; without hosts in its discovery, all of Azure DevOps is at the root."""
    folder = tmp_path_factory.mktemp("fuzz") / "sandbox"
    shutil.copytree(new_sandbox, folder)
    with serving(folder, "empty") as server:
        yield server


def described(service: Service) -> dict[str, Any]:
    """The service's own description, with known values where the first look-up would refuse most others."""
    schema = service.app.openapi()
    known = KNOWN | {"x-identity-header": [service.app.state.server.tokens.identity_header]}
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for parameter in operation.get("parameters", []):
            if values := known.get(parameter["name"].lower()):
                parameter["schema"] = {"enum": values}
    for part in schema.get("components", {}).get("schemas", {}).values():
        for name in part.get("properties", {}).keys() & KNOWN.keys():
            part["properties"][name] = {"enum": KNOWN[name]}
    return schema


def is_the_services_own(answer) -> bool:
    """Whether a refusal has the body that each service gives one."""
    if answer.status_code < 400 or not answer.content:
        return True
    # Azure DevOps; Microsoft Graph, Azure and Entra; App Service.
    return bool({"typeKey", "error", "statusCode"} & answer.json().keys())


@pytest.mark.parametrize("place", SERVICES)
def test_no_request_finds_a_fault(place, server):
    make, audience = SERVICES[place]
    schema = schemathesis.openapi.from_dict(described(make(server)))
    cases = [
        found.ok().as_strategy(generation_mode=mode)
        for found in schema.get_all_operations()
        for mode in schemathesis.GenerationMode
    ]
    headers = {"Authorization": f"Bearer {token(server, audience)}"}

    with requests.Session() as session:
        session.trust_env = False

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.one_of(cases))
        def ask(case):
            answer = case.call(base_url=server.http + place, session=session, headers=headers, timeout=30)
            assert answer.status_code < 500, answer.text
            assert is_the_services_own(answer), answer.text

        ask()
