"""Management groups, as Azure Resource Manager answers for them."""

import pytest

from azdo_emulator.model.azure.management_groups import TYPE, management_group_id
from azdo_emulator.model.azure.role_assignments import role_assignments_create
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DEPLOYER, TENANT

API = {"api-version": "2020-05-01"}
ALL = f"/providers/{TYPE}"
READER = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"


@pytest.fixture
def reader(server):
    """The deployer may read the group `contoso`, but not the tenant's root."""
    with server.cloud.write() as session:
        role_assignments_create(
            session,
            management_group_id("contoso"),
            guid("test", "reader"),
            role_definition_id=READER,
            principal_id=DEPLOYER[1],
        )


def test_a_group_is_told_with_the_one_above_it(resource_manager, reader):
    found = resource_manager.get(management_group_id("Contoso"), params=API).json()

    assert (found["id"], found["name"]) == (management_group_id("contoso"), "contoso")
    assert found["properties"]["displayName"] == "Contoso"
    assert found["properties"]["details"]["parent"]["name"] == TENANT


def test_a_list_has_those_that_the_caller_may_read(resource_manager, reader):
    found = resource_manager.get(ALL, params=API).json()["value"]

    assert [one["name"] for one in found] == ["contoso"]


@pytest.mark.parametrize("name", [TENANT, "elsewhere"])
def test_a_group_in_which_the_caller_may_not_read_is_refused(resource_manager, reader, name):
    answer = resource_manager.get(management_group_id(name), params=API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AuthorizationFailed")
