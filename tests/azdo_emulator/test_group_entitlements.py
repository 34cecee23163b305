"""A group rule brings an Entra group into the organisation, and takes along nobody else's memberships."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import group_entitlements, groups, licences, memberships, subjects
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import ENTRA_GROUPS, TENANT

from .conftest import group_of, refusal

GROUP = ENTRA_GROUPS["sg-support"][0]


def add(session, contoso, licence="express", **wanted):
    return group_entitlements.add_group_entitlement(
        session, contoso, **(wanted or {"origin_id": GROUP}), account_license_type=licence
    )


def test_a_rule_makes_an_entra_group_known(session, contoso):
    assert subjects.get_subject_by_origin(session, contoso, GROUP) is None

    made = add(session, contoso)

    known = subjects.get_subject_by_origin(session, contoso, GROUP)
    assert (made.group.descriptor, made.group.storage_key) == (known.descriptor, known.storage_key)
    assert made.group.descriptor.startswith("aadgp.")
    assert made.group.name == "sg-support"


def test_a_second_rule_of_a_group_is_the_first_one_changed(session, contoso):
    first = add(session, contoso)

    second = add(session, contoso, "STAKEHOLDER")

    assert (second.group, second.account_license_type) == (first.group, "stakeholder")
    assert group_entitlements.list_group_entitlements(session, contoso) == [second]


def test_a_rule_is_changed_by_its_storage_key(session, contoso):
    key = add(session, contoso).group.storage_key

    changed = group_entitlements.update_group_entitlement(
        session, contoso, key.upper(), "advanced", "account"
    )

    assert changed.account_license_type == "advanced"
    assert group_entitlements.get_group_entitlement(session, contoso, key) == changed


def test_a_rule_takes_no_seat_by_itself(session, contoso):
    before = licences.get_user_entitlement_summary(session, contoso)

    add(session, contoso)

    assert licences.get_user_entitlement_summary(session, contoso) == before


def test_a_rule_leaves_no_trace(session, contoso):
    before = fingerprint(session)
    made = add(session, contoso)

    group_entitlements.delete_group_entitlement(session, contoso, made.group.storage_key)

    assert fingerprint(session) == before


def test_a_group_that_is_in_another_one_stays_when_its_rule_goes(session, contoso):
    made = add(session, contoso)
    readers = group_of(session, contoso, "Support", "Readers")
    memberships.add_membership(session, contoso, made.group.descriptor, readers)

    group_entitlements.delete_group_entitlement(session, contoso, made.group.storage_key)

    assert made.group.descriptor in memberships.list_memberships(session, contoso, readers, "down")
    assert (
        refusal(group_entitlements.get_group_entitlement, session, contoso, made.group.storage_key)[0] == 404
    )


def test_a_rule_by_name_makes_a_group_of_the_organisations_own(session, contoso):
    before = fingerprint(session)
    made = add(session, contoso, display_name="Testers")
    assert (made.group.origin, made.group.principal_name) == ("vsts", "[contoso]\\Testers")

    group_entitlements.delete_group_entitlement(session, contoso, made.group.storage_key)
    groups.delete_group(session, contoso, made.group.descriptor)

    assert fingerprint(session) == before


def test_a_group_that_entra_has_not_is_refused(session, contoso):
    person = directory.get_user(session, "dev.one@contoso.com").object_id

    for origin_id in (TENANT, person):
        assert refusal(add, session, contoso, origin_id=origin_id) == (404, "NotFoundException")


@pytest.mark.parametrize("licence", ["basic", "gold"])
def test_an_access_level_is_the_services_word(session, contoso, licence):
    assert refusal(add, session, contoso, licence)[0] == 400


def test_a_rule_that_there_is_not_is_not_found(session, contoso):
    for call in (group_entitlements.get_group_entitlement, group_entitlements.delete_group_entitlement):
        assert refusal(call, session, contoso, TENANT) == (404, "NotFoundException")
