"""Memberships take descriptors of those whom the organisation knows."""

import pytest

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import groups, memberships
from azdo_emulator.model.devops.entitlements import add_user_entitlement
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.entra import directory
from azdo_emulator.model.ids import service_principal_descriptor
from azdo_emulator.model.seed import ENTRA_GROUPS

from .conftest import group_of


@pytest.fixture
def readers(session, contoso):
    return group_of(session, contoso, "Support", "Readers")


@pytest.fixture
def person(session, contoso):
    return add_user_entitlement(session, contoso, "dev.one@contoso.com", "express").subject


def refusal(call, *args):
    with pytest.raises(Refused) as refused:
        call(*args)
    return refused.value.status, refused.value.code, refused.value.message


def test_a_member_is_in_the_group_and_the_group_is_above_the_member(session, contoso, readers, person):
    memberships.add_membership(session, contoso, person.descriptor, readers)

    assert person.descriptor in memberships.list_memberships(session, contoso, readers, "down")
    assert memberships.list_memberships(session, contoso, person.descriptor, "up") == [readers]
    assert memberships.check_membership_existence(session, contoso, person.descriptor, readers)


def test_adding_a_member_twice_is_fine(session, contoso, readers, person):
    for _ in range(2):
        memberships.add_membership(session, contoso, person.descriptor, readers)

    assert memberships.list_memberships(session, contoso, person.descriptor) == [readers]


@pytest.mark.parametrize("slot", ["storage_key", "origin_id", "principal_name", "display_name"])
def test_anything_but_a_descriptor_is_no_route(session, contoso, readers, person, slot):
    mistaken = getattr(person, slot)

    found = refusal(memberships.add_membership, session, contoso, mistaken, readers)

    assert found == (404, "", "Page not found.")


def test_a_groups_storage_key_is_no_route(session, contoso, readers, person):
    storage_key = groups.get_group(session, contoso, readers).storage_key

    found = refusal(memberships.add_membership, session, contoso, person.descriptor, storage_key)

    assert found == (404, "", "Page not found.")


def test_one_whom_the_organisation_does_not_know_cannot_be_a_member(session, contoso, readers):
    person = directory.get_user(session, "dev.one@contoso.com")
    stranger = service_principal_descriptor(contoso.organization_id, person.object_id)

    status, code, message = refusal(memberships.add_membership, session, contoso, stranger, readers)

    assert (status, code) == (404, "GraphSubjectNotFoundException")
    assert message.startswith(f"VS403325: The graph subject with descriptor '{stranger}' could not be found.")


def test_a_person_has_no_members(session, contoso, readers, person):
    found = refusal(memberships.add_membership, session, contoso, readers, person.descriptor)

    assert found[1] == "CannotEditChildrenOfNonGroupException"


def test_valid_users_is_nobodys_to_change(session, contoso, person):
    everybody = group_of(session, contoso, "Support", "Project Valid Users")

    found = refusal(memberships.add_membership, session, contoso, person.descriptor, everybody)

    assert found[2] == "TF50618: The Azure DevOps Valid Users group cannot be modified directly."


def test_a_group_cannot_be_inside_itself(session, contoso):
    support = get_project(session, contoso, "Support")
    outer, inner = (groups.create_group(session, contoso, support, name).descriptor for name in ("a", "b"))
    memberships.add_membership(session, contoso, inner, outer)

    found = refusal(memberships.add_membership, session, contoso, outer, inner)

    assert found[1] == "AddMemberCyclicMembershipException"


def test_one_who_is_not_in_cannot_be_taken_out(session, contoso, readers, person):
    found = refusal(memberships.remove_membership, session, contoso, person.descriptor, readers)

    assert found[:2] == (404, "GraphMembershipNotFoundException")


def test_two_groups_of_a_project_cannot_share_a_name(session, contoso):
    support = get_project(session, contoso, "Support")

    found = refusal(groups.create_group, session, contoso, support, "contributors")

    assert found[2] == "TF50624: A group named contributors already exists in scope Support."


def test_an_entra_group_can_be_a_member_once_the_organisation_knows_it(session, contoso, readers):
    made = groups.create_group_origin_id(session, contoso, ENTRA_GROUPS["sg-support"][0])
    memberships.add_membership(session, contoso, made.descriptor, readers)

    assert made.descriptor.startswith("aadgp.")
    assert len({made.descriptor, made.storage_key, made.origin_id}) == 3
    assert made.descriptor in memberships.list_memberships(session, contoso, readers, "down")


def test_a_group_that_entra_does_not_have_is_refused(session, contoso, person):
    found = refusal(groups.create_group_origin_id, session, contoso, person.origin_id)

    assert found[2].startswith("VS860016: Could not find originId")
