"""Members of the organisation: the right id in the slot, and a licence that the service knows."""

import pytest

from azdo_emulator.model import Refused, fingerprint
from azdo_emulator.model.devops import entitlements, licences
from azdo_emulator.model.devops.memberships import add_membership, list_memberships
from azdo_emulator.model.devops.subjects import get_subject
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import TENANT

from .conftest import group_of

OTHER_TENANT = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def application(session):
    return directory.create_application(session, TENANT, "mailroom-bot")


@pytest.fixture
def principal(session, application):
    return directory.create_service_principal(session, application.app_id)


@pytest.fixture
def add(session, contoso):
    def call(origin_id, licence="express", source="account"):
        return entitlements.add_service_principal_entitlement(session, contoso, origin_id, licence, source)

    return call


def refusal(call, *args):
    with pytest.raises(Refused) as refused:
        call(*args)
    return refused.value.status, refused.value.code, refused.value.message


def test_a_member_has_an_id_of_their_own_in_every_slot(principal, add):
    subject = add(principal.object_id).subject

    found = {subject.storage_key, subject.descriptor, subject.origin_id, principal.app_id}

    assert len(found) == 4
    assert (subject.origin_id, subject.origin) == (principal.object_id, "aad")


def test_nobody_of_that_id_is_refused_as_somebody_not_seen_yet(add):
    nobody = "99999999-9999-4999-8999-999999999999"

    assert refusal(add, nobody) == (200, "VS403283", f"Could not add user '{nobody}' at this time.")


@pytest.mark.parametrize("slot", ["object_id", "app_id"])
def test_an_application_is_not_its_service_principal(application, principal, add, slot):
    mistaken = getattr(application, slot)

    assert refusal(add, mistaken) == (
        200,
        "5000",
        f"Failed to create service principal with object ID '{mistaken}'",
    )


def test_a_person_is_no_service_principal(session, add):
    person = directory.get_user(session, "dev.one@contoso.com")

    assert refusal(add, person.object_id)[2].startswith("Failed to create service principal")


def test_a_principal_of_another_tenant_is_refused(session, add):
    session.add("tenants", tenant_id=OTHER_TENANT, display_name="Fabrikam", default_domain="fabrikam.com")
    application = directory.create_application(session, OTHER_TENANT, "stranger")
    stranger = directory.create_service_principal(session, application.app_id)

    assert refusal(add, stranger.object_id)[2].startswith("Failed to create service principal")


def test_basic_is_no_word_of_the_service(principal, add):
    status, _, message = refusal(add, principal.object_id, "basic")

    assert status == 400
    assert "'basic'" in message
    assert "express" in message


@pytest.mark.parametrize("licence", ["stakeholder", "express", "advanced"])
def test_the_licences_of_the_service_are_taken_in_any_case(principal, add, licence):
    assert add(principal.object_id, licence.upper()).account_license_type == licence


def test_a_source_that_the_service_does_not_know_is_refused(principal, add):
    assert refusal(add, principal.object_id, "express", "gift")[0] == 400


def test_one_who_is_added_again_gets_the_new_licence_and_keeps_the_ids(principal, add):
    first = add(principal.object_id, "stakeholder")
    second = add(principal.object_id, "express")

    assert second.subject == first.subject
    assert second.account_license_type == "express"


def test_one_who_left_and_comes_back_has_the_same_ids(session, contoso, principal, add):
    first = add(principal.object_id)
    entitlements.delete_service_principal_entitlement(session, contoso, first.subject.storage_key)

    assert add(principal.object_id).subject == first.subject


def test_memberships_go_with_the_member(session, contoso, principal, add):
    group = group_of(session, contoso, "Support", "Contributors")
    before = list_memberships(session, contoso, group, "down")
    member = add(principal.object_id).subject
    add_membership(session, contoso, member.descriptor, group)

    entitlements.delete_service_principal_entitlement(session, contoso, member.storage_key)

    assert list_memberships(session, contoso, group, "down") == before


def test_a_member_who_left_is_nobody_to_the_organisation(session, contoso, principal, add):
    member = add(principal.object_id).subject
    entitlements.delete_service_principal_entitlement(session, contoso, member.storage_key)

    assert refusal(get_subject, session, contoso, member.descriptor)[1] == "GraphSubjectNotFoundException"


def test_taking_a_member_out_leaves_the_cloud_as_it_was(session, contoso, principal, add):
    before = fingerprint(session)
    member = add(principal.object_id).subject

    entitlements.delete_service_principal_entitlement(session, contoso, member.storage_key)

    assert fingerprint(session) == before


def test_a_member_whom_entra_lost_stays_and_is_marked(session, contoso, principal, add):
    member = add(principal.object_id).subject
    directory.delete_directory_object(session, principal.object_id)

    found = entitlements.get_service_principal_entitlement(session, contoso, member.storage_key)

    assert found.is_deleted_in_origin


@pytest.mark.parametrize("slot", ["origin_id", "descriptor"])
def test_an_entitlement_is_found_by_its_storage_key_alone(session, contoso, principal, add, slot):
    mistaken = getattr(add(principal.object_id).subject, slot)

    found = refusal(entitlements.get_service_principal_entitlement, session, contoso, mistaken)

    assert found[:2] == (404, "NotFoundException")


def test_a_person_is_no_member_of_the_other_kind(session, contoso):
    person = entitlements.add_user_entitlement(session, contoso, "dev.one@contoso.com", "express")

    found = refusal(
        entitlements.get_service_principal_entitlement, session, contoso, person.subject.storage_key
    )

    assert found[:2] == (404, "NotFoundException")


def test_an_update_changes_the_licence(session, contoso, principal, add):
    member = add(principal.object_id).subject
    entitlements.update_service_principal_entitlement(
        session, contoso, member.storage_key, "advanced", "account"
    )

    found = entitlements.get_service_principal_entitlement(session, contoso, member.storage_key)

    assert found.account_license_type == "advanced"


def test_a_person_whom_entra_does_not_know_is_refused(session, contoso):
    found = refusal(
        entitlements.add_user_entitlement, session, contoso, "nobody@contoso.com", "express", "account"
    )

    assert found[1:] == ("VS403283", "Could not add user 'nobody@contoso.com' at this time.")


def test_people_and_principals_are_listed_together(session, contoso, principal, add):
    add(principal.object_id)

    found = entitlements.search_member_entitlements(session, contoso)

    # The other one is the deployer.
    assert [each.subject.kind for each in found].count("servicePrincipal") == 2
    assert {"admin@contoso.com", "dev.two@contoso.com"} < {each.subject.principal_name for each in found}


def basic(session, contoso):
    [line] = [
        line
        for line in licences.get_user_entitlement_summary(session, contoso)
        if line.account_license_type == "express"
    ]
    return line


def test_five_basic_seats_are_free_and_the_sixth_costs(session, contoso, add):
    assert (basic(session, contoso).assigned, basic(session, contoso).included) == (2, 5)

    costs = []
    for number in range(5):
        app = directory.create_application(session, TENANT, f"bot-{number}")
        add(directory.create_service_principal(session, app.app_id).object_id)
        costs.append(basic(session, contoso).cost)

    assert costs == [0, 0, 0, 6, 12]


def test_a_stakeholder_takes_no_basic_seat(session, contoso, principal, add):
    before = basic(session, contoso).assigned

    add(principal.object_id, "stakeholder")

    assert basic(session, contoso).assigned == before
