"""Roles on agent pools, as azuredevops writes them."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import told

pytestmark = pytest.mark.sandbox

ROLE = "azuredevops:index/securityroleAssignment:SecurityroleAssignment"
SCOPE = "distributedtask.agentpoolrole"


@pytest.fixture
def wanted(member):
    """What a program gives."""
    return {"scope": SCOPE, "resourceId": "9", "identityId": member[0], "roleName": "Administrator"}


def test_a_role_goes_by_scope_pool_and_storage_key(devops, wanted, member):
    assert devops.create(ROLE, wanted) == (f"{SCOPE}/9/{member[0]}", wanted)


@pytest.mark.parametrize("slot", ["originId", "unknown"])
def test_an_id_that_is_no_storage_key_is_not_recognised(devops, wanted, member, slot):
    wrong = member[1].get(slot, "00000000-0000-4000-8000-000000000000")

    assert told(devops.create, ROLE, wanted | {"identityId": wrong}) == (
        "the identity was not recognized by Azure DevOps. "
        "Ensure you are using the internal identity ID (storage key)."
    )


def test_a_descriptor_is_no_guid(devops, wanted, member):
    assert devops.reasons(ROLE, wanted | {"identityId": member[1]["descriptor"]}) == [
        'expected "identity_id" to be a valid UUID'
    ]
    assert devops.reasons(ROLE, wanted | {"identityId": UNKNOWN}) == []


def test_a_role_is_changed_in_place(devops, wanted):
    id, outputs = devops.create(ROLE, wanted)
    new = wanted | {"roleName": "Reader"}
    assert list(devops.diff(ROLE, wanted, new).replaces) == []

    assert devops.update(ROLE, id, outputs, new) == new


@pytest.mark.parametrize("name", ["resourceId", "identityId"])
def test_another_pool_or_member_is_another_role(devops, wanted, name):
    assert list(devops.diff(ROLE, wanted, wanted | {name: "1"}).replaces) == [name]


def test_a_role_is_imported_by_its_id(devops, wanted):
    id, _ = devops.create(ROLE, wanted)

    assert read(devops.read(ROLE, id).inputs) == wanted
    assert told(devops.read, ROLE, "9").startswith("unexpected format of ID (9)")


def test_a_role_that_was_taken_back_leaves_no_trace(devops, cloud, wanted):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(ROLE, wanted)

    devops.delete(ROLE, *made)

    assert devops.read(ROLE, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_role_that_the_pool_has_not_is_told(devops, wanted):
    message = told(devops.create, ROLE, wanted | {"roleName": "User"})

    assert message == f"The security role User does not exist in the scope {SCOPE}."
