"""Applications and service principals live and die together, and their owners are people or principals."""

import pytest

from azdo_emulator.model import Refused, fingerprint
from azdo_emulator.model.azure import identities
from azdo_emulator.model.conditions import equal
from azdo_emulator.model.devops import entitlements
from azdo_emulator.model.entra import applications, directory, owners
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, SUBSCRIPTION, TENANT

from .conftest import refusal

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def application(session):
    return directory.create_application(session, TENANT, "mailroom-bot")


@pytest.fixture
def principal(session, application):
    return directory.create_service_principal(session, application.app_id)


def test_entra_takes_a_second_application_of_a_name(session, application):
    second = directory.create_application(session, TENANT, "mailroom-bot")

    found = applications.list_applications(session, equal("display_name", "Mailroom-Bot"))

    assert {each.object_id for each in found} == {application.object_id, second.object_id}


def test_an_application_is_found_by_its_client_id_in_any_case(session, application):
    [found] = applications.list_applications(session, equal("app_id", application.app_id.upper()))

    assert found.object_id == application.object_id


def test_an_application_is_for_one_tenant_unless_it_says_more(session, application):
    found = applications.get_application(session, application.object_id)

    assert (found.sign_in_audience, found.tags) == ("AzureADMyOrg", ())


def test_a_new_name_is_the_service_principals_name_too(session, application, principal):
    applications.update_application(
        session, application.object_id, display_name="mail-bot", notes="reads mail", tags=["b", "a"]
    )

    found = applications.get_application(session, application.object_id)
    assert (found.display_name, found.notes, found.tags) == ("mail-bot", "reads mail", ("a", "b"))
    assert applications.get_service_principal(session, principal.object_id).display_name == "mail-bot"


def test_an_application_takes_its_service_principal_along(session):
    before = fingerprint(session)
    made = directory.create_application(session, TENANT, "bot")
    directory.create_service_principal(session, made.app_id)

    applications.delete_application(session, made.object_id)

    assert fingerprint(session) == before


def test_a_service_principal_goes_alone(session, application, principal):
    applications.delete_service_principal(session, principal.object_id)

    assert applications.get_application(session, application.object_id).app_id == application.app_id
    assert applications.list_service_principals(session, equal("app_id", application.app_id)) == []


def test_a_member_whom_entra_lost_is_shown_as_deleted(session, contoso, application, principal):
    member = entitlements.add_service_principal_entitlement(session, contoso, principal.object_id, "express")

    applications.delete_application(session, application.object_id)

    found = entitlements.get_service_principal_entitlement(session, contoso, member.subject.storage_key)
    assert (member.is_deleted_in_origin, found.is_deleted_in_origin) == (False, True)


def test_the_service_principal_of_a_managed_identity_is_azures_to_delete(session):
    identity = identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-support", "id-bot", location="westeurope"
    )

    found = refusal(applications.delete_service_principal, session, identity.principal_id)

    assert found == (403, "Authorization_RequestDenied")


def test_a_service_principal_says_whether_it_needs_an_assignment(session, principal):
    applications.update_service_principal(
        session, principal.object_id, app_role_assignment_required=True, description="reads mail"
    )

    found = applications.get_service_principal(session, principal.object_id)
    assert (found.app_role_assignment_required, found.account_enabled, found.description) == (
        True,
        True,
        "reads mail",
    )


@pytest.mark.parametrize(
    "call",
    [
        applications.get_application,
        applications.get_service_principal,
        applications.delete_application,
        applications.delete_service_principal,
    ],
)
def test_what_is_not_there_is_not_found(session, call):
    assert refusal(call, session, NOBODY) == (404, "Request_ResourceNotFound")


def test_owners_become_exactly_those_who_are_wanted(session, application, principal):
    person = directory.get_user(session, "dev.one@contoso.com").object_id
    owners.set_owners(session, application.object_id, [person, DEPLOYER[1]])

    owners.set_owners(session, application.object_id, [principal.object_id, person.upper()])

    assert owners.list_owners(session, application.object_id) == sorted([principal.object_id, person])


def test_ids_of_owners_and_owned_are_the_same_in_any_case(session, application):
    owned, owner = application.object_id.upper(), DEPLOYER[1].upper()

    owners.add_owner(session, owned, owner)
    assert refusal(owners.add_owner, session, owned, owner) == (400, "Request_BadRequest")
    owners.refuse_others(session, owned, owner)
    assert owners.list_owners(session, owned) == [DEPLOYER[1]]

    owners.remove_owner(session, owned, owner)
    assert owners.list_owners(session, owned) == []


def test_a_group_owns_no_application(session, application):
    group, _ = ENTRA_GROUPS["sg-support"]

    with pytest.raises(Refused, match="of type 'Group' is invalid for the 'owners' reference"):
        owners.add_owner(session, application.object_id, group)


def test_nobody_owns_nothing(session, application):
    assert refusal(owners.add_owner, session, application.object_id, NOBODY)[0] == 404
    assert refusal(owners.remove_owner, session, application.object_id, NOBODY)[0] == 404


def test_the_deployer_may_change_what_it_owns_and_nothing_else(session, application):
    deployer = directory.get_deployer(session, TENANT).object_id
    assert refusal(owners.refuse_others, session, application.object_id, deployer) == (
        403,
        "Authorization_RequestDenied",
    )

    owners.add_owner(session, application.object_id, deployer)

    owners.refuse_others(session, application.object_id, deployer)
