"""Roles on agent pools go by storage key and by number."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import entitlements, security_roles
from azdo_emulator.model.devops.security_roles import AGENT_POOL
from azdo_emulator.model.ids import service_principal_descriptor
from azdo_emulator.model.seed import DATA_FACTORY

from .conftest import refusal


@pytest.fixture
def member(session, contoso):
    return entitlements.add_service_principal_entitlement(
        session, contoso, DATA_FACTORY[1], "express"
    ).subject


def give(session, contoso, storage_key, role="Administrator", pool="9", scope=AGENT_POOL):
    return security_roles.set_role_assignment(session, contoso, scope, pool, storage_key, role)


def roles(session, contoso, pool="9"):
    return security_roles.list_role_assignments(session, contoso, AGENT_POOL, pool)


def test_a_member_has_one_role_on_a_pool(session, contoso, member):
    assert give(session, contoso, member.storage_key) == 1
    assert give(session, contoso, member.storage_key.upper(), "reader") == 1

    [found] = roles(session, contoso)
    assert (found.storage_key, found.role_name) == (member.storage_key, "Reader")
    assert roles(session, contoso, pool="1") == []


def test_only_the_storage_key_counts(session, contoso, member):
    cuid = service_principal_descriptor(contoso.organization_id, member.origin_id)

    for wrong in (member.origin_id, member.descriptor, cuid, DATA_FACTORY[2]):
        assert give(session, contoso, wrong) == 0
    assert roles(session, contoso) == []


def test_a_role_is_taken_back_once_and_then_it_is_fine(session, contoso, member):
    before = fingerprint(session)
    give(session, contoso, member.storage_key)

    for _ in range(2):
        security_roles.remove_role_assignment(session, contoso, AGENT_POOL, "9", member.storage_key)

    assert fingerprint(session) == before


def test_a_role_goes_with_the_member(session, contoso, member):
    give(session, contoso, member.storage_key)

    entitlements.delete_service_principal_entitlement(session, contoso, member.storage_key)

    assert roles(session, contoso) == []


@pytest.mark.parametrize("role", ["User", "Creator", "Owner"])
def test_a_pool_has_its_own_roles(session, contoso, member, role):
    assert refusal(give, session, contoso, member.storage_key, role) == (400, "RoleNotFoundException")


@pytest.mark.parametrize("pool", ["8", "linux-builders"])
def test_a_pool_that_there_is_not_is_refused(session, contoso, member, pool):
    found = refusal(give, session, contoso, member.storage_key, pool=pool)

    assert found == (404, "TaskAgentPoolNotFoundException")


def test_a_scope_without_roles_is_refused(session, contoso, member):
    found = refusal(give, session, contoso, member.storage_key, scope="distributedtask.everything")

    assert found == (404, "RoleScopeNotFoundException")
