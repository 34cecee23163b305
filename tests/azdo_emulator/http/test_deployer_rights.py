"""The least that the deployer has to have: with that it deploys, without any one of it it does not."""

import re
from pathlib import Path

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.azure import role_assignments
from azdo_emulator.model.azure.role_definitions import BUILT_IN
from azdo_emulator.model.devops import entitlements, memberships, subjects
from azdo_emulator.model.devops.groups import list_groups
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.entra import app_roles, directory
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER

from .deployment import OF_ALL, ROLES, Denied, Services, deploy_and_destroy, services

PAGE = Path(__file__).parents[3] / "docs/reference/deployer-rights.md"
SUPPORT = f"{OF_ALL}/resourceGroups/rg-support"
SEAT, ADMINISTRATORS = "an access level", "Project Collection Administrators"
OWNED_BY = "Application.ReadWrite.OwnedBy"
CONTRIBUTOR, IDENTITIES = "Contributor", "Managed Identity Contributor"
ROLE_GIVER = "Role Based Access Control Administrator"

LEAST = {SEAT, ADMINISTRATORS, OWNED_BY, CONTRIBUTOR, ROLE_GIVER}
"""Where the deployment makes the resource group of the managed identities."""

LEAST_IN_A_GROUP = {SEAT, ADMINISTRATORS, OWNED_BY, IDENTITIES, ROLE_GIVER}
"""Where that resource group is there already; both Azure roles are given in it alone."""

WITHOUT = {
    SEAT: ("project", 401, "UnauthorizedRequestException"),
    ADMINISTRATORS: ("access level of a bot", 200, "5032"),
    OWNED_BY: ("namesakes", 403, "Authorization_RequestDenied"),
    CONTRIBUTOR: ("resource group", 403, "AuthorizationFailed"),
    IDENTITIES: ("managed identity", 403, "AuthorizationFailed"),
    ROLE_GIVER: ("role in Azure", 403, "AuthorizationFailed"),
}
"""Where a deployment stops that lacks one of them, and what the service answers there."""


def give(server, rights, scope=OF_ALL):
    """Take everything away from the deployer, and give it these rights."""
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        deployer = get_subject_by_origin(session, organization, DEPLOYER[1])
        entitlements.delete_service_principal_entitlement(session, organization, deployer.storage_key)
        principal = directory.get_service_principal(session, DEPLOYER[1])
        member = subjects.materialise_service_principal(session, organization, principal)
        if SEAT in rights:
            entitlements.add_service_principal_entitlement(session, organization, DEPLOYER[1], "express")
        if ADMINISTRATORS in rights:
            [group] = [one for one in list_groups(session, organization) if one.name == ADMINISTRATORS]
            memberships.add_membership(session, organization, member.descriptor, group.descriptor)
        for given in app_roles.list_app_role_assignments(session, DEPLOYER[1]):
            if (
                given.app_role_id != app_roles.ROLES[app_roles.MICROSOFT_GRAPH][OWNED_BY]
                or OWNED_BY not in rights
            ):
                app_roles.delete_app_role_assignment(session, given.assignment_id)
        for given in role_assignments.role_assignments_list_for_scope(
            session, OF_ALL, principal_id=DEPLOYER[1]
        ):
            role_assignments.role_assignments_delete(session, given.id)
        for role in sorted(rights & set(BUILT_IN.values())):
            role_assignments.role_assignments_create(
                session,
                scope,
                guid("test", role),
                role_definition_id=ROLES[role],
                principal_id=DEPLOYER[1],
            )


def stopped(server, group, **more):
    with services(server) as found, pytest.raises(Denied) as denied:
        deploy_and_destroy(found, group, **more)
    return denied.value


def test_the_least_is_enough_and_leaves_nothing_behind(server):
    give(server, LEAST)
    with server.cloud.read() as session:
        before = fingerprint(session)

    with services(server) as found:
        deploy_and_destroy(found, "rg-contoso-identities")

    with server.cloud.read() as session:
        assert fingerprint(session) == before


@pytest.mark.parametrize("right", sorted(LEAST))
def test_without_any_one_of_them_the_service_refuses(server, right):
    give(server, LEAST - {right})

    assert stopped(server, "rg-contoso-identities").refusal == WITHOUT[right]


def test_in_a_resource_group_that_is_there_less_is_enough(server):
    give(server, LEAST_IN_A_GROUP, SUPPORT)

    with services(server) as found:
        deploy_and_destroy(found, "rg-support", group_exists=True)


@pytest.mark.parametrize("right", sorted(LEAST_IN_A_GROUP - LEAST | {ROLE_GIVER}))
def test_there_too_the_service_refuses_without_one_of_them(server, right):
    give(server, LEAST_IN_A_GROUP - {right}, SUPPORT)

    assert stopped(server, "rg-support", group_exists=True).refusal == WITHOUT[right]


OF_NOBODY = {
    "entra": {(403, "Authorization_RequestDenied")},
    "azure": {(403, "AuthorizationFailed")},
    "organization": {(403, "AccessDeniedException")},
    "project": {(403, "AccessDeniedException")},
    "directory": {(403, "AccessCheckException")},
    "members": {(200, "5032"), (201, "5032"), (403, "AccessCheckException")},
}
"""With what each service refuses whoever has no right."""


def test_each_change_is_refused_to_a_member_who_has_no_right(server, monkeypatch):
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        entitlements.add_service_principal_entitlement(session, organization, DATA_FACTORY[1], "express")
    ask, refused = Services.ask, []

    def after_somebody_else(self, step, service, method, path, body=None):
        if method != "GET":
            with pytest.raises(Denied) as denied:
                ask(member, step, service, method, path, body)
            assert denied.value.refusal[1:] in OF_NOBODY[service], denied.value
            refused.append(step)
        return ask(self, step, service, method, path, body)

    with services(server, DATA_FACTORY[1]) as member, services(server) as deployer:
        monkeypatch.setattr(Services, "ask", after_somebody_else)
        deploy_and_destroy(deployer, "rg-contoso-identities")

    assert len(refused) == len(set(refused)) == 31


def test_the_deployer_writes_only_the_applications_that_it_owns(server):
    give(server, LEAST)
    with services(server) as found:
        made = found.ask("application", "entra", "POST", "/applications", {"displayName": "bot"})
        with server.cloud.write() as session:
            session.run("DELETE FROM owners WHERE object_id = ?", made["id"])

        with pytest.raises(Denied) as denied:
            found.ask("change", "entra", "PATCH", f"/applications/{made['id']}", {"notes": "x"})

    assert denied.value.refusal == ("change", 403, "Authorization_RequestDenied")


def test_the_page_lists_exactly_these():
    rows = re.findall(r"^\| [^|]+ \| \*\*([^|*]+)\*\*", PAGE.read_text(), re.MULTILINE)

    assert set(rows) == LEAST | LEAST_IN_A_GROUP


def test_the_deployer_of_a_new_sandbox_has_them_and_two_that_only_read(server):
    with server.cloud.read() as session:
        held = app_roles.roles_of(session, DEPLOYER[1], app_roles.MICROSOFT_GRAPH)
        roles = role_assignments.role_assignments_list_for_scope(session, OF_ALL, principal_id=DEPLOYER[1])

    assert set(held) == {OWNED_BY, "Group.Read.All", "User.Read.All"}
    names = {BUILT_IN[role.role_definition_id.rsplit("/", 1)[-1]] for role in roles}
    assert (names, {role.scope for role in roles}) == (LEAST & set(BUILT_IN.values()), {OF_ALL})
