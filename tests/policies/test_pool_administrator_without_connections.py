"""The rule pool-administrator-without-connections: identities that register agents and deploy as well."""

import pytest
from guardrails.data.fixtures import application, connection, entitlement, fixture, managed_identity
from guardrails.data.tokens import GROUP, GROUP_MEMBERSHIP, ROLE_ON_RESOURCE
from guardrails.rules import pool_administrator_without_connections

RULE = pool_administrator_without_connections.RULE
POOL = "distributedtask.agentpoolrole"
BOTH = {"bot": managed_identity(), "member": entitlement(), "azure": connection()}


def role(scope=POOL, name="Administrator", who="${member.id}"):
    return fixture(ROLE_ON_RESOURCE, scope=scope, roleName=name, resourceId="7", identityId=who)


def test_one_identity_for_both_is_refused(found):
    assert found(RULE, BOTH | {"role": role()}) == ["azure"]


def test_one_application_for_both_is_refused(found):
    principal = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${bot.clientId}")
    stack = {"bot": application(), "sp": principal, "member": entitlement("sp"), "azure": connection()}

    assert found(RULE, stack | {"role": role()}) == ["azure"]


def test_one_identity_for_each_is_accepted(found):
    clerk = {"clerk": managed_identity(), "second": entitlement("clerk"), "role": role(who="${second.id}")}

    assert found(RULE, BOTH | clerk) == []


SCOPES = {
    POOL: True,
    "distributedtask.agentqueuerole": True,
    "distributedtask.globalagentqueuerole": True,
    "DistributedTask.AgentPoolRole": True,
    "${x.y}": True,
    "[secret]": True,
    "distributedtask.serviceendpointrole": False,
    "DistributedTask.ServiceEndpointRole": False,
    "distributedtask.project.serviceendpointrole": False,
    "distributedtask.collection.serviceendpointrole": False,
    "distributedtask.environmentreferencerole": False,
    "distributedtask.variablegroup": False,
}
NAMES = {
    "Administrator": True,
    "administrator": True,
    "${x.y}": True,
    "[secret]": True,
    7.0: True,
    "Reader": False,
    "User": False,
    None: False,
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_role_counts_unless_it_is_known_to_be_on_something_else(scope, found):
    assert (found(RULE, BOTH | {"role": role(scope)}) != []) is SCOPES[scope]


@pytest.mark.parametrize("name", NAMES)
def test_a_role_counts_unless_it_is_known_to_be_less(name, found):
    assert (found(RULE, BOTH | {"role": role(name=name)}) != []) is NAMES[name]


def test_a_member_of_a_group_that_has_the_role_counts(found):
    admins = {"role": role(who="${group.groupId}")}
    listed = fixture(GROUP, members=["${member.descriptor}"])
    added = fixture(GROUP_MEMBERSHIP, group="${group.descriptor}", members=["${member.descriptor}"])
    other = fixture(GROUP_MEMBERSHIP, group="${else.descriptor}", members=["${member.descriptor}"])

    assert found(RULE, BOTH | admins | {"group": listed}) == ["azure"]
    assert found(RULE, BOTH | admins | {"group": fixture(GROUP), "in": added}) == ["azure"]
    assert found(RULE, BOTH | admins | {"group": fixture(GROUP), "else": fixture(GROUP), "in": other}) == []


def test_whoever_joins_a_group_that_has_the_role_displaces_nobody(found):
    clerk = {"clerk": managed_identity(), "second": entitlement("clerk")}
    group = fixture(GROUP, members=["${member.descriptor}"])
    joins = fixture(GROUP_MEMBERSHIP, group="${group.descriptor}", members=["${second.descriptor}"])

    assert found(
        RULE, BOTH | clerk | {"group": group, "in": joins, "role": role(who="${group.groupId}")}
    ) == ["azure"]


def test_all_from_whom_the_holder_of_the_role_may_come_count(found):
    clerk = {"clerk": managed_identity(), "second": entitlement("clerk")}
    group = fixture(GROUP, members=["${second.descriptor}"])

    assert found(RULE, BOTH | clerk | {"group": group, "role": role(who="${member.id}${group.groupId}")}) == [
        "azure"
    ]
