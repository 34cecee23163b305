"""The emulated plug-in treats memberships as the official plug-in does."""

import pytest

from azdo_emulator.model.devops import memberships
from azdo_emulator.providers.values import read

from .conftest import MEMBERSHIP, behind_the_engine, told

pytestmark = pytest.mark.sandbox


def test_a_membership_adds_and_leaves_the_others(devops, cloud, member, readers):
    before = behind_the_engine(cloud, memberships.list_memberships, readers, "down")
    descriptor = member[1]["descriptor"]

    devops.create(MEMBERSHIP, {"group": readers, "members": [descriptor]})

    after = behind_the_engine(cloud, memberships.list_memberships, readers, "down")
    assert set(after) == {*before, descriptor}


def test_a_membership_that_overwrites_throws_the_others_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]

    devops.create(MEMBERSHIP, {"group": readers, "members": [descriptor], "mode": "overwrite"})

    assert behind_the_engine(cloud, memberships.list_memberships, readers, "down") == [descriptor]


@pytest.mark.parametrize("slot", ["id", "originId"])
def test_a_guid_in_the_place_of_a_descriptor_is_told(devops, member, readers, slot):
    mistaken = member[0] if slot == "id" else member[1][slot]

    message = told(devops.create, MEMBERSHIP, {"group": readers, "members": [mistaken]})

    assert message == (
        "Adding group memberships during create: Adding group memberships during update: "
        f"Error adding member {mistaken} to group {readers}: Page not found."
    )


def test_a_half_made_membership_is_not_made_at_all(devops, cloud, member, readers):
    before = behind_the_engine(cloud, memberships.list_memberships, readers, "down")

    told(devops.create, MEMBERSHIP, {"group": readers, "members": [member[1]["descriptor"], "nobody"]})

    assert behind_the_engine(cloud, memberships.list_memberships, readers, "down") == before


def test_a_refresh_finds_a_member_who_was_taken_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]
    inputs = {"group": readers, "members": [descriptor]}
    id, outputs = devops.create(MEMBERSHIP, inputs)
    behind_the_engine(cloud, memberships.remove_membership, descriptor, readers)

    answer = devops.read(MEMBERSHIP, id, outputs, inputs)

    assert read(answer.properties)["members"] == []
    assert read(answer.inputs)["members"] == []


def test_members_whom_others_added_are_no_drift(devops, member, readers):
    inputs = {"group": readers, "members": [member[1]["descriptor"]]}
    id, outputs = devops.create(MEMBERSHIP, inputs)

    assert read(devops.read(MEMBERSHIP, id, outputs, inputs).inputs) == inputs


def test_an_update_puts_back_who_was_taken_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]
    id, outputs = devops.create(MEMBERSHIP, {"group": readers, "members": []})

    devops.update(MEMBERSHIP, id, outputs, outputs | {"members": [descriptor]})

    assert descriptor in behind_the_engine(cloud, memberships.list_memberships, readers, "down")


def test_members_in_another_order_are_no_difference(devops):
    old, new = {"group": "g", "members": ["a", "b"]}, {"group": "g", "members": ["b", "a"]}

    assert devops.diff(MEMBERSHIP, old, new).changes == devops.diff(MEMBERSHIP, old, old).changes


def test_another_group_is_a_replacement(devops):
    answer = devops.diff(MEMBERSHIP, {"group": "g", "members": []}, {"group": "h", "members": []})

    assert list(answer.replaces) == ["group"]


def test_a_membership_cannot_be_imported(devops):
    assert "doesn't support import" in told(devops.read, MEMBERSHIP, "123")
