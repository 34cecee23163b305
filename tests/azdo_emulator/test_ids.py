"""Ids look like the real ones, and one kind is never taken for another."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from azdo_emulator.model import ids

guids = st.uuids().map(str)


@given(guids, guids)
def test_a_storage_key_is_the_id_in_the_descriptor_but_for_the_version(organization, origin):
    kind, inside = ids.decoded(ids.service_principal_descriptor(organization, origin))
    storage_key = ids.storage_key(organization, origin)

    assert kind == "aadsp"
    assert (uuid.UUID(storage_key).version, uuid.UUID(inside).version) == (6, 7)
    assert storage_key[:14] + "7" + storage_key[15:] == inside


@given(guids, guids)
def test_all_ids_of_one_principal_differ(organization, origin):
    found = {
        organization,
        origin,
        ids.storage_key(organization, origin),
        ids.cuid(organization, origin),
        ids.service_principal_descriptor(organization, origin),
        ids.user_descriptor(organization, origin),
        ids.entra_group_descriptor(organization, origin),
    }

    assert len(found) == 7


@given(guids, guids)
def test_the_same_principal_gets_the_same_ids_again_however_it_is_written(organization, origin):
    again = ids.storage_key(organization, origin.upper())

    assert again == ids.storage_key(organization, origin)


@given(guids, st.lists(guids, unique=True, min_size=2, max_size=5))
def test_two_principals_never_share_an_id(organization, origins):
    assert len({ids.storage_key(organization, origin) for origin in origins}) == len(origins)


@given(st.text(min_size=1, max_size=40))
def test_a_descriptor_gives_back_its_text(text):
    made = ids.descriptor("aad", text)

    assert ids.DESCRIPTOR.fullmatch(made)
    assert ids.decoded(made) == ("aad", text)


@given(guids)
def test_the_groups_that_every_scope_has_carry_the_services_own_number(scope):
    _, sid = ids.decoded(ids.group_descriptor(scope, "Project Administrators"))

    assert sid.startswith("S-1-9-1551374245-")
    assert sid.endswith("-0-0-0-0-1")


@given(guids)
def test_other_groups_of_a_scope_have_numbers_of_their_own(scope):
    made = {ids.group_descriptor(scope, name) for name in ("Contributors", "Readers", "Endpoint Creators")}

    assert len(made) == 3
    assert not any(ids.decoded(each)[1].endswith(("-0-0-0-0-1", "-0-0-0-0-3")) for each in made)
