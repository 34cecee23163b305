"""Resource groups and managed identities follow Azure's rules."""

import pytest

from azdo_emulator.model import Refused, fingerprint
from azdo_emulator.model.azure import identities, resource_groups
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT


@pytest.fixture
def group(session):
    return resource_groups.resource_groups_create_or_update(
        session, SUBSCRIPTION, "rg-bots", location="West Europe"
    )


def make(session, name="id-bot", **wanted):
    return identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-bots", name, **({"location": "westeurope"} | wanted)
    )


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.status, refused.value.code


def test_the_ids_of_a_managed_identity_all_differ(session, group):
    made = make(session)

    assert len({made.principal_id, made.client_id, made.tenant_id, SUBSCRIPTION}) == 4


def test_entra_has_the_service_principal_of_a_managed_identity(session, group):
    made = make(session)

    principal = directory.get_service_principal(session, made.principal_id)

    assert (principal.app_id, principal.service_principal_type) == (made.client_id, "ManagedIdentity")
    assert principal.tenant_id == made.tenant_id == TENANT


def test_a_second_identity_of_a_name_is_the_first_one_changed(session, group):
    first = make(session)
    second = make(session, "ID-BOT", tags={"a": "b"})

    assert (second.principal_id, second.id, second.tags) == (first.principal_id, first.id, {"a": "b"})


def test_an_identity_that_comes_again_is_somebody_new(session, group):
    first = make(session)
    identities.user_assigned_identities_delete(session, SUBSCRIPTION, "rg-bots", "id-bot")

    assert make(session).principal_id != first.principal_id


def test_the_service_principal_goes_with_the_identity(session, group):
    made = make(session)
    identities.user_assigned_identities_delete(session, SUBSCRIPTION, "rg-bots", "id-bot")

    assert directory.get_directory_object(session, made.principal_id) is None


def test_deleting_an_identity_that_is_gone_is_fine(session, group):
    before = fingerprint(session)

    identities.user_assigned_identities_delete(session, SUBSCRIPTION, "rg-bots", "id-bot")

    assert fingerprint(session) == before


def test_a_group_takes_what_is_in_it_along(session):
    before = fingerprint(session)
    resource_groups.resource_groups_create_or_update(session, SUBSCRIPTION, "rg-bots", location="westeurope")
    make(session)

    resource_groups.resource_groups_delete(session, SUBSCRIPTION, "RG-BOTS")

    assert fingerprint(session) == before


def test_a_location_is_given_back_as_azure_writes_it(group):
    assert group.location == "westeurope"


def test_names_are_found_in_any_case(session, group):
    assert resource_groups.resource_groups_get(session, SUBSCRIPTION.upper(), "RG-Bots") == group


def test_an_identity_in_no_group_is_refused(session):
    assert refusal(make, session) == (404, "ResourceGroupNotFound")


def test_a_group_in_another_subscription_is_refused(session):
    other = "00000000-0000-4000-8000-000000000000"

    found = refusal(
        resource_groups.resource_groups_create_or_update, session, other, "rg-x", location="westeurope"
    )

    assert found == (404, "SubscriptionNotFound")


def test_a_group_cannot_move(session, group):
    found = refusal(
        resource_groups.resource_groups_create_or_update, session, SUBSCRIPTION, "rg-bots", location="uksouth"
    )

    assert found == (409, "InvalidResourceGroupLocation")


def test_an_identity_cannot_move(session, group):
    make(session)

    assert refusal(make, session, location="uksouth") == (409, "InvalidResourceLocation")


def test_a_resource_without_a_location_is_refused(session, group):
    assert refusal(make, session, location=None) == (400, "LocationRequired")


@pytest.mark.parametrize("name", ["ab", "-bot", "id bot", "a" * 129])
def test_a_name_against_the_rules_is_refused(session, group, name):
    assert refusal(make, session, name) == (400, "InvalidResourceName")


@pytest.mark.parametrize("name", ["", "rg-bots.", "rg bots", "a" * 91])
def test_a_groups_name_against_the_rules_is_refused(session, name):
    call = resource_groups.resource_groups_create_or_update

    assert refusal(call, session, SUBSCRIPTION, name, location="westeurope") == (400, "InvalidResourceName")


def test_a_group_that_is_not_there_cannot_be_deleted(session):
    assert refusal(resource_groups.resource_groups_delete, session, SUBSCRIPTION, "rg-x") == (
        404,
        "ResourceGroupNotFound",
    )
