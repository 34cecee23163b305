"""Group rules, as azuredevops writes them."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.seed import ENTRA_GROUPS, TENANT
from azdo_emulator.providers.values import read

from .conftest import MEMBERSHIP, told

pytestmark = pytest.mark.sandbox

RULE = "azuredevops:index/groupEntitlement:GroupEntitlement"
WANTED = {"originId": ENTRA_GROUPS["sg-support"][0], "origin": "aad"}


@pytest.fixture
def rule(devops):
    return devops.create(RULE, WANTED)


def test_a_rule_gives_the_group_its_names_in_the_organisation(devops, rule):
    id, outputs = rule
    descriptor = outputs.pop("descriptor")

    assert descriptor.startswith("aadgp.")
    key = "azuredevops:index/getStorageKey:getStorageKey"
    assert devops.invoke(key, descriptor=descriptor)["storageKey"] == id
    assert outputs == WANTED | {
        "accountLicenseType": "express",
        "displayName": "sg-support",
        "licensingSource": "account",
        "principalName": "[TEAM FOUNDATION]\\sg-support",
    }


def test_the_descriptor_of_a_rule_is_what_a_membership_takes(devops, rule, readers, cloud):
    made = devops.create(MEMBERSHIP, {"group": readers, "members": [rule[1]["descriptor"]]})

    members = "azuredevops:index/getGroupMembership:getGroupMembership"
    assert rule[1]["descriptor"] in devops.invoke(members, groupDescriptor=readers)["members"]
    devops.delete(MEMBERSHIP, *made)
    devops.delete(RULE, *rule)


def test_rule_and_membership_leave_no_trace(devops, readers, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    rule = devops.create(RULE, WANTED)
    membership = devops.create(MEMBERSHIP, {"group": readers, "members": [rule[1]["descriptor"]]})

    devops.delete(MEMBERSHIP, *membership)
    devops.delete(RULE, *rule)

    assert devops.read(RULE, *rule).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_group_of_the_organisations_own_goes_with_its_rule(devops, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(RULE, {"displayName": "Testers"})
    assert made[1]["origin"] == "vsts"

    devops.delete(RULE, *made)

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_an_access_level_is_changed_in_place(devops, rule):
    id, outputs = rule
    new = devops.checked(RULE, WANTED | {"accountLicenseType": "stakeholder"})

    assert devops.update(RULE, id, outputs, new) == outputs | {"accountLicenseType": "stakeholder"}
    assert list(devops.diff(RULE, WANTED, WANTED | {"originId": TENANT}).replaces) == ["originId"]


def test_a_rule_is_imported_by_storage_key(devops, rule):
    answer = devops.read(RULE, rule[0])

    assert read(answer.inputs).items() >= WANTED.items()


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "one of 'displayName' and 'originId' is missing"),
        (WANTED | {"displayName": "x"}, "'displayName' conflicts with 'originId' and 'origin'"),
        ({"originId": TENANT}, "'origin' is missing: 'originId' needs it"),
        # Unlike for people, the official plug-in knows no other word for express here.
        (WANTED | {"accountLicenseType": "basic"}, "'accountLicenseType' has a value that it cannot have"),
    ],
)
def test_inputs_that_do_not_go_together_are_refused(devops, inputs, words):
    [reason] = devops.reasons(RULE, inputs)

    assert reason.startswith(words)


def test_a_group_that_entra_has_not_is_told(devops):
    assert told(devops.create, RULE, WANTED | {"originId": TENANT}) == (
        f"Creating group entitlement: VS860016: Could not find originId '{TENANT}' in the backing domain"
    )
