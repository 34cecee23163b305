"""A principal has a role in a scope once, and only a principal has one."""

import uuid

import pytest

from azdo_emulator.model import Refused, fingerprint
from azdo_emulator.model.azure import identities, resource_groups, role_assignments
from azdo_emulator.model.azure.role_definitions import BUILT_IN
from azdo_emulator.model.entra import directory
from azdo_emulator.model.ids import GUID
from azdo_emulator.model.seed import DATA_FACTORY, ENTRA_GROUPS, REGISTRY, SUBSCRIPTION, TENANT
from stacks.manifest import built_in_roles

from .conftest import refusal

ROLES = {name: guid for guid, name in BUILT_IN.items()}
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"
NAME = "6f1d3c5e-0b2a-4c8d-9e7f-1a2b3c4d5e6f"
FACTORY = DATA_FACTORY[1]


def role_id(name):
    return f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{ROLES[name]}"


def assign(
    session, name=NAME, scope=SCOPE, role="Reader", principal=FACTORY, kind="ServicePrincipal", **more
):
    return role_assignments.role_assignments_create(
        session,
        scope,
        name,
        role_definition_id=role_id(role) if role in ROLES else role,
        principal_id=principal,
        principal_type=kind,
        **more,
    )


def test_an_assignment_is_found_by_its_id_in_any_case(session):
    made = assign(session)

    assert made.id == f"{SCOPE}/providers/Microsoft.Authorization/roleAssignments/{NAME}"
    assert role_assignments.role_assignments_get(session, made.id.upper()) == made


def test_the_same_again_is_the_same_assignment(session):
    made = assign(session)

    again = assign(session, description="for the factory")

    assert (again.id, again.created_at) == (made.id, made.created_at)
    assert again.description == "for the factory"


def test_a_second_assignment_of_a_role_is_refused_whatever_its_name(session):
    assign(session)

    assert refusal(assign, session, name=str(uuid.uuid4())) == (409, "RoleAssignmentExists")


def test_a_role_is_the_same_however_its_id_is_written(session):
    assign(session)

    for role in (
        ROLES["Reader"].upper(),
        f"/providers/Microsoft.Authorization/roleDefinitions/{ROLES['Reader']}",
    ):
        assert refusal(assign, session, name=str(uuid.uuid4()), role=role) == (409, "RoleAssignmentExists")


def test_another_role_another_scope_another_principal_are_other_assignments(session):
    assign(session)

    assign(session, name=str(uuid.uuid4()), role="Contributor")
    assign(session, name=str(uuid.uuid4()), scope=f"/subscriptions/{SUBSCRIPTION}")
    assign(session, name=str(uuid.uuid4()), principal=ENTRA_GROUPS["sg-support"][0], kind="Group")

    assert len(role_assignments.role_assignments_list(session, SCOPE)) == 3


@pytest.mark.parametrize("changed", [{"role": "Contributor"}, {"principal": ENTRA_GROUPS["sg-support"][0]}])
def test_an_assignment_cannot_become_another_one(session, changed):
    assign(session)

    found = refusal(assign, session, kind=None, **changed)

    assert found == (400, "RoleAssignmentUpdateNotPermitted")


def test_ids_of_an_application_are_no_principal(session):
    application = directory.create_application(session, TENANT, "bot")
    principal = directory.create_service_principal(session, application.app_id)

    for id in (application.object_id, application.app_id, SUBSCRIPTION):
        assert refusal(assign, session, principal=id) == (400, "PrincipalNotFound")
    assert assign(session, principal=principal.object_id).principal_type == "ServicePrincipal"


def test_the_words_for_an_unknown_principal_name_it_and_the_directory(session):
    with pytest.raises(Refused, match=f"^Principal {SUBSCRIPTION.replace('-', '')} does not exist in the di"):
        assign(session, principal=SUBSCRIPTION)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("sg-support", "Group"), ("dev.one@contoso.com", "User"), ("factory", "ServicePrincipal")],
)
def test_the_kind_of_principal_has_to_be_the_one_that_is_said(session, name, kind):
    person = directory.get_user(session, "dev.one@contoso.com").object_id
    ids = {"sg-support": ENTRA_GROUPS["sg-support"][0], "factory": FACTORY, "dev.one@contoso.com": person}

    for said in {"Group", "User", "ServicePrincipal"} - {kind}:
        assert refusal(assign, session, principal=ids[name], kind=said) == (400, "UnmatchedPrincipalType")
    assert assign(session, principal=ids[name], kind=None).principal_type == kind


def test_a_role_that_there_is_not_is_refused(session):
    assert refusal(assign, session, role=TENANT) == (404, "RoleDefinitionDoesNotExist")


def test_an_assignment_is_named_by_a_guid(session):
    assert refusal(assign, session, name="reader") == (400, "InvalidRoleAssignmentId")


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ("/subscriptions/00000000-0000-4000-8000-000000000000", "SubscriptionNotFound"),
        (f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-x", "ResourceGroupNotFound"),
        (f"{SCOPE}/providers/Microsoft.ContainerRegistry/registries/{REGISTRY}", "ResourceNotFound"),
        ("rg-support", "InvalidScope"),
    ],
)
def test_a_scope_that_there_is_not_is_refused(session, scope, code):
    assert refusal(assign, session, scope=scope)[1] == code


@pytest.mark.parametrize(
    "scope",
    [
        f"/subscriptions/{SUBSCRIPTION}",
        f"{SCOPE}/",
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-shared/providers"
        f"/Microsoft.ContainerRegistry/registries/{REGISTRY}",
    ],
)
def test_a_scope_is_a_subscription_a_group_or_a_resource(session, scope):
    assert assign(session, scope=scope).scope == scope.rstrip("/")


def test_a_deleted_group_takes_the_assignments_in_it_along(session):
    before = fingerprint(session)
    resource_groups.resource_groups_create_or_update(session, SUBSCRIPTION, "rg-x", location="westeurope")
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/RG-X"
    made = identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-x", "id-x", location="westeurope"
    )
    assign(session, scope=group)
    assign(session, scope=made.id)

    resource_groups.resource_groups_delete(session, SUBSCRIPTION, "rg-x")

    assert fingerprint(session) == before


def test_an_assignment_outlives_its_principal(session):
    identity = identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-support", "id-bot", location="westeurope"
    )
    made = assign(session, principal=identity.principal_id)

    identities.user_assigned_identities_delete(session, SUBSCRIPTION, "rg-support", "id-bot")

    assert role_assignments.role_assignments_get(session, made.id) == made


def test_an_assignment_is_deleted_once_and_then_it_is_fine(session):
    before = fingerprint(session)
    made = assign(session)

    for _ in range(2):
        role_assignments.role_assignments_delete(session, made.id)

    assert fingerprint(session) == before
    assert refusal(role_assignments.role_assignments_get, session, made.id)[0] == 404


def test_the_sandbox_has_every_role_that_a_manifest_can_name():
    assert built_in_roles.BUILT_IN.items() <= ROLES.items()


def test_every_role_is_a_guid_and_has_a_name_of_its_own():
    assert all(GUID.fullmatch(guid) and guid == guid.lower() for guid in BUILT_IN)
    assert len(set(BUILT_IN.values())) == len(BUILT_IN)
