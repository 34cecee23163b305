"""Rights come from groups and roles, however many steps away, and from nothing else."""

import pytest

from azdo_emulator.model.azure import permissions as azure
from azdo_emulator.model.azure.resource_groups import resource_group_id
from azdo_emulator.model.azure.role_assignments import role_assignments_create
from azdo_emulator.model.azure.role_definitions import BUILT_IN
from azdo_emulator.model.devops import entitlements, groups, memberships, permissions, security_roles
from azdo_emulator.model.devops.permissions import (
    ADD_USERS,
    ADMINISTER_ENDPOINT,
    CREATE_ENDPOINTS,
    CREATE_PROJECTS,
    EDIT_ORGANIZATION,
    EDIT_PROJECT,
    EDIT_TENANT_POLICIES,
    MANAGE_MEMBERSHIP,
    MANAGE_POOLS,
    REMOVE_USERS,
    WRITE_WORK_ITEMS,
)
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.entra import directory, owners
from azdo_emulator.model.entra import groups as directory_groups
from azdo_emulator.model.entra import permissions as entra
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, OWNER, SUBSCRIPTION, TENANT

from .conftest import group_of, refusal

DEVELOPER = "dev.one@contoso.com"
OF_ALL = {
    ADD_USERS: (200, "5032"),
    REMOVE_USERS: (403, "AccessCheckException"),
    EDIT_ORGANIZATION: (403, "AccessCheckException"),
    CREATE_PROJECTS: (403, "AccessCheckException"),
    EDIT_PROJECT: (403, "AccessCheckException"),
    MANAGE_MEMBERSHIP: (403, "AccessCheckException"),
    CREATE_ENDPOINTS: (403, "AccessDeniedException"),
    ADMINISTER_ENDPOINT: (403, "AccessDeniedException"),
    MANAGE_POOLS: (403, "AccessDeniedException"),
    WRITE_WORK_ITEMS: (403, "WorkItemUnauthorizedAccessException"),
    EDIT_TENANT_POLICIES: (403, "AccessCheckException"),
}
ROLES = {name: guid for guid, name in BUILT_IN.items()}


@pytest.fixture
def developer(session, contoso):
    """A member who is in no group."""
    return entitlements.add_user_entitlement(session, contoso, DEVELOPER, "express").subject


@pytest.fixture
def support(session, contoso):
    return get_project(session, contoso, "Support")


def join(session, contoso, subject, name, project="Support"):
    group = group_of(session, contoso, project, name)
    memberships.add_membership(session, contoso, subject.descriptor, group)


def test_somebody_in_no_group_has_no_right(session, contoso, developer, support):
    for right, expected in OF_ALL.items():
        found = refusal(permissions.require, session, contoso, developer, right, support)
        assert found == expected, right


@pytest.mark.parametrize("who", [OWNER, DEPLOYER[0]])
def test_an_administrator_of_the_organisation_has_all_but_the_tenants(session, contoso, support, who):
    origin_id = guid("seed", OWNER) if who == OWNER else DEPLOYER[1]
    caller = get_subject_by_origin(session, contoso, origin_id)

    for right in OF_ALL.keys() - {EDIT_TENANT_POLICIES}:
        permissions.require(session, contoso, caller, right, support)
    assert permissions.holds(session, contoso, caller, EDIT_TENANT_POLICIES) == (who == OWNER)


IN_A_PROJECT = {
    "Project Administrators": {
        EDIT_PROJECT,
        MANAGE_MEMBERSHIP,
        CREATE_ENDPOINTS,
        ADMINISTER_ENDPOINT,
        WRITE_WORK_ITEMS,
    },
    "Endpoint Administrators": {CREATE_ENDPOINTS, ADMINISTER_ENDPOINT},
    "Endpoint Creators": {CREATE_ENDPOINTS},
    "Contributors": {WRITE_WORK_ITEMS},
    "Support Team": {WRITE_WORK_ITEMS},
    "Readers": set(),
    "Build Administrators": set(),
}


@pytest.mark.parametrize("group", IN_A_PROJECT)
def test_a_group_of_a_project_gives_its_rights_there_alone(session, contoso, developer, support, group):
    join(session, contoso, developer, group)
    payments = get_project(session, contoso, "Payments")

    def held(project):
        return {r for r in OF_ALL if permissions.holds(session, contoso, developer, r, project)}

    assert held(support) == IN_A_PROJECT[group]
    assert held(payments) == held(None) == set()


def test_a_group_of_the_organisation_with_a_projects_name_gives_nothing(session, contoso, developer, support):
    fake = groups.create_group(session, contoso, None, "Project Administrators")
    own = groups.create_group(session, contoso, support, "Project Collection Administrators")
    for group in (fake, own):
        memberships.add_membership(session, contoso, developer.descriptor, group.descriptor)

    assert not permissions.holds(session, contoso, developer, EDIT_PROJECT, support)
    assert not permissions.holds(session, contoso, developer, ADD_USERS)


def test_rights_come_down_through_groups_of_both_kinds(session, contoso, developer, support):
    inner = groups.create_group_origin_id(session, contoso, ENTRA_GROUPS["sg-support"][0])
    outer = groups.create_group(session, contoso, support, "Leads")
    memberships.add_membership(session, contoso, inner.descriptor, outer.descriptor)
    join(session, contoso, outer, "Project Administrators")

    assert permissions.holds(session, contoso, developer, EDIT_PROJECT, support)


def test_an_entra_group_in_an_entra_group_counts(session, contoso, developer, support):
    [outer] = [
        directory_groups.create_group(session, TENANT, "sg-all", "sg-all", object_id=guid("test", "sg-all"))
    ]
    directory_groups.add_group_member(session, outer.object_id, ENTRA_GROUPS["sg-support"][0])
    known = groups.create_group_origin_id(session, contoso, outer.object_id)
    join(session, contoso, known, "Endpoint Creators")

    assert permissions.holds(session, contoso, developer, CREATE_ENDPOINTS, support)


def test_an_administrator_of_a_pool_has_that_pool(session, contoso, developer):
    security_roles.set_role_assignment(
        session, contoso, "distributedtask.agentpoolrole", "9", developer.storage_key, "Administrator"
    )

    assert permissions.holds(session, contoso, developer, MANAGE_POOLS, resource_id="9")
    assert not permissions.holds(session, contoso, developer, MANAGE_POOLS, resource_id="1")
    assert not permissions.holds(session, contoso, developer, MANAGE_POOLS)


def test_a_reader_of_a_pool_has_not(session, contoso, developer):
    security_roles.set_role_assignment(
        session, contoso, "distributedtask.agentpoolrole", "9", developer.storage_key, "Reader"
    )

    assert not permissions.holds(session, contoso, developer, MANAGE_POOLS, resource_id="9")


def test_an_administrator_of_a_connection_has_that_connection(session, contoso, developer, support):
    security_roles.set_role_assignment(
        session,
        contoso,
        "distributedtask.serviceendpointrole",
        f"{support.project_id}_one",
        developer.storage_key,
        "Administrator",
    )

    def may(endpoint):
        return permissions.holds(session, contoso, developer, ADMINISTER_ENDPOINT, support, endpoint)

    assert (may("one"), may("other"), may("")) == (True, False, False)


def test_the_deployer_writes_in_the_directory_only_what_it_owns(session):
    own = directory.create_application(session, TENANT, "own")
    owners.add_owner(session, own.object_id, DEPLOYER[1])
    others = directory.create_application(session, TENANT, "others")

    def may(right, object_id=""):
        return entra.holds(session, DEPLOYER[1], right, object_id)

    assert may(entra.CREATE_APPLICATIONS)
    assert may(entra.READ_APPLICATIONS, others.object_id)
    assert may(entra.WRITE_APPLICATIONS, own.object_id)
    assert not may(entra.WRITE_APPLICATIONS, others.object_id)
    assert not may(entra.WRITE_APPLICATIONS)
    assert may(entra.READ_GROUPS)
    assert may(entra.READ_USERS)
    assert not may(entra.WRITE_GROUPS)
    assert not may(entra.ASSIGN_APP_ROLES)


def test_an_owner_without_an_app_role_writes_nothing(session):
    own = directory.create_application(session, TENANT, "own")
    principal = directory.create_service_principal(session, own.app_id)
    owners.add_owner(session, own.object_id, principal.object_id)

    refused = refusal(entra.require, session, principal.object_id, entra.WRITE_APPLICATIONS, own.object_id)
    assert refused == (403, "Authorization_RequestDenied")


def test_a_person_writes_what_they_own_or_have_a_role_for(session):
    own = directory.create_application(session, TENANT, "own")
    developer, admin = guid("seed", DEVELOPER), guid("seed", OWNER)

    def may(who, right, object_id=""):
        return entra.holds(session, who, right, object_id, by_person=True)

    assert may(developer, entra.CREATE_APPLICATIONS)
    assert not may(developer, entra.WRITE_APPLICATIONS, own.object_id)
    owners.add_owner(session, own.object_id, developer)
    assert may(developer, entra.WRITE_APPLICATIONS, own.object_id)
    assert may(admin, entra.WRITE_APPLICATIONS, own.object_id)
    assert not may(developer, entra.ASSIGN_APP_ROLES)
    assert may(admin, entra.ASSIGN_APP_ROLES)


def test_a_role_holds_in_its_scope_and_below(session):
    group = resource_group_id(SUBSCRIPTION, "rg-support")
    developer = guid("seed", DEVELOPER)
    give(session, group, "Contributor", developer)

    def may(action, scope):
        return azure.holds(session, developer, action, scope)

    assert may("Microsoft.ManagedIdentity/userAssignedIdentities/write", f"{group.upper()}/providers/x/y/z")
    assert may("Microsoft.Resources/subscriptions/resourceGroups/read", group)
    assert not may("Microsoft.Resources/subscriptions/resourceGroups/read", f"/subscriptions/{SUBSCRIPTION}")
    assert not may("Microsoft.Resources/subscriptions/resourceGroups/read", f"{group}-2")


def give(session, scope, role, principal_id):
    role_assignments_create(
        session, scope, guid("test", role), role_definition_id=ROLES[role], principal_id=principal_id
    )


def test_a_role_comes_down_through_entra_groups(session):
    outer = directory_groups.create_group(
        session, TENANT, "sg-all", "sg-all", object_id=guid("test", "sg-all")
    )
    directory_groups.add_group_member(session, outer.object_id, ENTRA_GROUPS["sg-support"][0])
    subscription = f"/subscriptions/{SUBSCRIPTION}"
    give(session, subscription, "Reader", outer.object_id)

    assert azure.holds(session, guid("seed", DEVELOPER), "Microsoft.Anything/it/read", subscription)
    assert not azure.holds(
        session, guid("seed", "dev.two@contoso.com"), "Microsoft.Any/it/read", subscription
    )


ALLOWED = {
    "Reader": (True, False, False),
    "Contributor": (True, True, False),
    "Owner": (True, True, True),
    "User Access Administrator": (True, False, True),
    "Role Based Access Control Administrator": (True, False, True),
    "Managed Identity Contributor": (True, True, False),
    "Managed Identity Operator": (True, False, False),
    "AcrPush": (False, False, False),
}


@pytest.mark.parametrize("role", ALLOWED)
def test_a_role_allows_what_azure_says(session, role):
    scope, developer = f"/subscriptions/{SUBSCRIPTION}", guid("seed", DEVELOPER)
    give(session, scope, role, developer)

    actions = (
        "microsoft.authorization/roleAssignments/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/write",
        "Microsoft.Authorization/roleAssignments/write",
    )
    assert tuple(azure.holds(session, developer, action, scope) for action in actions) == ALLOWED[role]


def test_azure_names_who_was_refused_what_and_where(session):
    scope = f"/subscriptions/{SUBSCRIPTION}"
    with pytest.raises(Exception, match=f"'{DEVELOPER}' with object id '{guid('seed', DEVELOPER)}'.*'a/b/c'"):
        azure.require(session, guid("seed", DEVELOPER), "a/b/c", scope)
    assert refusal(azure.require, session, "nobody", "a/b/c", scope) == (403, "AuthorizationFailed")
