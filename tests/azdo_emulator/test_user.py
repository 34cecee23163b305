"""People as members: once each, by name or by object id, and the name's case does not matter."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import entitlements
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import DATA_FACTORY
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import behind_the_engine, told

pytestmark = pytest.mark.sandbox

USER = "azuredevops:index/user:User"
WANTED = {"principalName": "dev.one@contoso.com"}
USERS = "azuredevops:index/getUsers:getUsers"


@pytest.fixture
def user(devops):
    return devops.create(USER, WANTED)


@pytest.fixture
def object_id(cloud):
    with cloud.read() as session:
        return directory.get_user(session, "dev.one@contoso.com").object_id


def test_a_person_gets_a_basic_seat_unless_the_program_says_otherwise(user, object_id):
    id, outputs = user

    assert outputs.pop("descriptor").startswith("aad.")
    assert outputs == {
        "accountLicenseType": "express",
        "licensingSource": "account",
        "origin": "aad",
        "originId": object_id,
        "principalName": "dev.one@contoso.com",
    }
    assert id != object_id


def test_basic_is_another_word_for_express(devops):
    _, outputs = devops.create(USER, WANTED | {"accountLicenseType": "basic"})

    assert outputs["accountLicenseType"] == "express"
    assert not devops.diff(
        USER, WANTED | {"accountLicenseType": "basic"}, WANTED | {"accountLicenseType": "EXPRESS"}
    ).diffs


def test_a_person_is_added_by_object_id_too(devops, object_id):
    _, outputs = devops.create(USER, {"originId": object_id, "origin": "aad"})

    assert outputs["principalName"] == "dev.one@contoso.com"


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "one of 'originId' and 'principalName' is missing"),
        (WANTED | {"originId": "x"}, "'principalName' conflicts with 'originId' and 'origin'"),
        ({"originId": "x"}, "'origin' is missing: 'originId' needs it"),
        (WANTED | {"accountLicenseType": "gold"}, "'accountLicenseType' has a value that it cannot have"),
    ],
)
def test_a_person_is_named_once(devops, inputs, words):
    [reason] = devops.reasons(USER, inputs)

    assert reason.startswith(words)


def test_a_name_that_is_not_known_yet_is_a_name(devops):
    assert devops.reasons(USER, {"principalName": UNKNOWN}) == []


@pytest.mark.parametrize("name", ["x@contoso.com", DATA_FACTORY[1], DATA_FACTORY[2]])
def test_who_is_no_person_of_the_directory_is_refused(devops, name):
    assert told(devops.create, USER, {"principalName": name}) == (
        "Creating user entitlement: Adding user entitlement: "
        f"(VS403283) Could not add user '{name}' at this time."
    )


def test_another_name_is_another_person_but_another_case_is_not(devops):
    other = devops.diff(USER, WANTED, {"principalName": "dev.two@contoso.com"})
    same = devops.diff(USER, WANTED, {"principalName": "Dev.One@contoso.com"})

    assert list(other.replaces) == ["principalName"]
    assert not same.diffs


def test_an_access_level_is_changed_in_place(devops, user):
    id, outputs = user
    new = devops.checked(USER, WANTED | {"accountLicenseType": "advanced"})

    changed = devops.update(USER, id, outputs, new)

    assert changed == outputs | {"accountLicenseType": "advanced"}


def test_a_person_who_was_a_member_stays_the_same_member(devops, cloud):
    before = devops.invoke(USERS, principalName="dev.two@contoso.com")["users"][0]

    id, outputs = devops.create(
        USER, {"principalName": "Dev.Two@contoso.com", "accountLicenseType": "advanced"}
    )

    assert (id, outputs["descriptor"]) == (before["id"], before["descriptor"])


def test_a_deleted_person_leaves_no_trace(devops, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    made = devops.create(USER, WANTED)

    devops.delete(USER, *made)

    assert devops.read(USER, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_person_whom_entra_lost_reads_as_gone(devops, cloud, user, object_id):
    with cloud.write() as session:
        directory.delete_directory_object(session, object_id)

    assert devops.read(USER, *user).id == ""


@pytest.mark.parametrize("by", ["storage key", "name"])
def test_a_person_is_imported_by_storage_key_or_by_name(devops, user, by):
    answer = devops.read(USER, user[0] if by == "storage key" else "dev.one@contoso.com")

    assert answer.id == user[0]
    assert read(answer.inputs).items() >= WANTED.items()


def test_an_import_of_nobody_is_told(devops):
    assert told(devops.read, USER, "x@contoso.com") == "No entitlement found for [x@contoso.com]"


def test_a_refresh_sees_another_access_level(devops, cloud, user):
    behind_the_engine(cloud, entitlements.update_user_entitlement, user[0], "stakeholder", "account")

    answer = devops.read(USER, *user, devops.checked(USER, WANTED))

    assert read(answer.inputs)["accountLicenseType"] == "stakeholder"


def test_people_are_looked_up_and_nobody_is_no_error(devops, user):
    [found] = devops.invoke(USERS, principalName="DEV.ONE@contoso.com")["users"]

    assert (found["id"], found["descriptor"]) == (user[0], user[1]["descriptor"])
    assert devops.invoke(USERS, principalName="x@contoso.com")["users"] == []
    assert devops.invoke(USERS, originId=user[1]["originId"], origin="vsts")["users"] == []
    assert devops.invoke(USERS, subjectTypes=["msa"])["users"] == []


def test_a_person_is_looked_up_by_descriptor(devops, user, readers):
    look_up = "azuredevops:index/getUser:getUser"

    found = devops.invoke(look_up, descriptor=user[1]["descriptor"])

    assert (found["principalName"], found["subjectKind"]) == ("dev.one@contoso.com", "user")
    message = told(devops.invoke, look_up, descriptor="aad.x")
    assert message == " User does not exist with descriptor: aad.x"
    assert "User does not exist" in told(devops.invoke, look_up, descriptor=readers)


def test_the_two_names_of_a_member_lead_to_each_other(devops, user):
    key = "azuredevops:index/getStorageKey:getStorageKey"
    descriptor = "azuredevops:index/getDescriptor:getDescriptor"

    assert devops.invoke(key, descriptor=user[1]["descriptor"])["storageKey"] == user[0]
    assert devops.invoke(descriptor, storageKey=user[0])["descriptor"] == user[1]["descriptor"]
    assert "does not exist" in told(devops.invoke, key, descriptor="aad.x")
    assert "does not exist" in told(devops.invoke, descriptor, storageKey=user[1]["originId"])
    assert told(devops.invoke, descriptor, storageKey="x").startswith("Invalid storage key: x")
