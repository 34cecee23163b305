"""Requests that the door's own description allows, and others: none finds a fault of the sandbox."""

import os
import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patless.sandbox.model.devops.endpoint_trust import AZURE_DEVOPS
from patless.sandbox.model.seed import DEPLOYER, SUBSCRIPTION, TENANT
from patless.sandbox.rest import arm, devops, graph, login
from patless.sandbox.rest.service import Service
from patless.sandbox.rest.serving import serving
from tests.rest.conftest import token

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
def door(new_sandbox, tmp_path_factory):
    """One door for all examples; without hosts in its discovery, all of Azure DevOps is at the root."""
    folder = tmp_path_factory.mktemp("fuzz") / "sandbox"
    shutil.copytree(new_sandbox, folder)
    with serving(folder, "empty") as door:
        yield door


def described(service: Service) -> dict[str, Any]:
    """The service's own description, with known values where the first look-up would refuse most others."""
    schema = service.app.openapi()
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for parameter in operation.get("parameters", []):
            if known := KNOWN.get(parameter["name"]):
                parameter["schema"] = {"enum": known}
    return schema


@pytest.mark.parametrize("place", SERVICES)
def test_no_request_finds_a_fault(place, door):
    make, audience = SERVICES[place]
    schema = schemathesis.openapi.from_dict(described(make(door)))
    cases = [
        found.ok().as_strategy(generation_mode=mode)
        for found in schema.get_all_operations()
        for mode in schemathesis.GenerationMode
    ]
    headers = {"Authorization": f"Bearer {token(door, audience)}"}

    with requests.Session() as session:
        session.trust_env = False

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.one_of(cases))
        def ask(case):
            answer = case.call(base_url=door.http + place, session=session, headers=headers, timeout=30)
            assert answer.status_code < 500, answer.text

        ask()
