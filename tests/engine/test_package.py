"""The components as a package, which a program asks the engine for, as those in other languages do."""

import pytest

from azdo_emulator.model import inventory
from patless.project import ROOT

PROJECT = f"""
name: patless
runtime:
  name: python
  options: {{virtualenv: {ROOT}/.venv}}
plugins:
  providers:
    - {{name: patless, path: {ROOT}/components}}
"""
PROGRAM = """
import pulumi_azure_native as azure_native
import pulumi_azuread as azuread
import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, ResourceOptions

TENANT = "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
PROVIDERS = [
    azure_native.Provider(
        "azure", subscription_id="3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02", tenant_id=TENANT
    ),
    azuread.Provider("entra", tenant_id=TENANT),
    azuredevops.Provider("devops", org_service_url="https://dev.azure.com/contoso", tenant_id=TENANT),
]
for name in ("one", "two"):
    ComponentResource(
        "patless:index:Workload",
        name,
        {
            "purpose": "Acts.",
            "owners": ["sg-support"],
            "accessLevel": "basic",
            "managedIdentity": {
                "identityName": f"id-{name}", "resourceGroup": "rg-support", "location": "westeurope"
            },
        },
        ResourceOptions(providers=PROVIDERS),
        remote=True,
    )
"""


@pytest.fixture
def elsewhere(tmp_path):
    """The program, in a folder of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


def test_two_workloads_of_the_package_come_up_and_change_nothing_the_second_time(new_world, elsewhere):
    first = new_world.pulumi("up", "--yes", "--skip-preview", cwd=elsewhere)
    second = new_world.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes", cwd=elsewhere)

    assert first.code == 0, first.text
    assert second.code == 0, second.text
    assert {name for _, name in first.steps} >= {"one-entitlement-member", "two-entitlement-member"}
    with new_world.read() as session:
        assert {"id-one", "id-two"} <= {row["name"] for row in inventory(session)["user_assigned_identities"]}
