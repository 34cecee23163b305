"""The emulated plug-in treats entitlements as the official plug-in does."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import entitlements
from azdo_emulator.model.entra import directory
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import ENTITLEMENT, MEMBERSHIP, behind_the_engine, told

pytestmark = pytest.mark.sandbox


def test_an_entitlement_gets_the_defaults_of_the_official_plug_in(devops):
    assert devops.checked(ENTITLEMENT, {"originId": "x"}) == {
        "originId": "x",
        "accountLicenseType": "express",
        "licensingSource": "account",
    }


def test_a_preview_of_an_entitlement_knows_what_goes_in_and_no_more(devops):
    id, outputs = devops.create(ENTITLEMENT, {"originId": UNKNOWN, "origin": "aad"}, preview=True)

    assert id == ""
    assert outputs == {
        "accountLicenseType": "express",
        "descriptor": UNKNOWN,
        "displayName": UNKNOWN,
        "licensingSource": "account",
        "origin": "aad",
        "originId": UNKNOWN,
    }


def test_a_preview_creates_nothing(devops, cloud, principal):
    with cloud.read() as session:
        before = fingerprint(session)

    devops.create(ENTITLEMENT, {"originId": principal.object_id}, preview=True)

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_member_has_the_service_principals_name_and_its_own_ids(member, principal):
    id, outputs = member

    assert outputs["displayName"] == "mailroom-bot"
    assert outputs["descriptor"].startswith("aadsp.")
    assert len({id, outputs["descriptor"], outputs["originId"], principal.app_id}) == 4


def test_nobody_of_that_id_is_told_as_the_official_plug_in_does(devops):
    nobody = "99999999-9999-4999-8999-999999999999"

    assert told(devops.create, ENTITLEMENT, {"originId": nobody}) == (
        "Creating service principal entitlement: Adding service principal entitlement: "
        f"(VS403283) Could not add user '{nobody}' at this time."
    )


def test_a_client_id_in_the_place_of_an_object_id_is_told(devops, principal):
    message = told(devops.create, ENTITLEMENT, {"originId": principal.app_id})

    assert f"Failed to create service principal with object ID '{principal.app_id}'" in message


def test_basic_passes_the_check_and_is_refused_by_the_service(devops, principal):
    wanted = {"originId": principal.object_id, "accountLicenseType": "basic"}

    assert devops.reasons(ENTITLEMENT, wanted) == []
    assert "'basic' is not valid" in told(devops.create, ENTITLEMENT, wanted)


def test_a_member_who_is_gone_cannot_be_deleted_again(devops, member):
    devops.delete(ENTITLEMENT, *member)

    assert told(devops.delete, ENTITLEMENT, *member) == (
        f"Deleting service principal entitlement: The member with id '{member[0]}' was not found."
    )


def test_basic_is_translated_in_an_update(devops, member):
    id, outputs = member
    new = outputs | {"accountLicenseType": "basic"}

    assert devops.update(ENTITLEMENT, id, outputs, new)["accountLicenseType"] == "express"


def test_a_licence_that_nobody_knows_is_refused_by_the_check(devops):
    [reason] = devops.reasons(ENTITLEMENT, {"originId": "x", "accountLicenseType": "gold"})

    assert reason.startswith("'accountLicenseType' has a value that it cannot have; expected one of none, ")


def test_another_licence_is_an_update_and_another_principal_a_replacement(devops):
    old = {"originId": "a", "accountLicenseType": "express"}

    licence = devops.diff(ENTITLEMENT, old, old | {"accountLicenseType": "stakeholder"})
    principal = devops.diff(ENTITLEMENT, old, old | {"originId": "b"})

    assert (list(licence.diffs), list(licence.replaces)) == (["accountLicenseType"], [])
    assert (list(principal.diffs), list(principal.replaces)) == (["originId"], ["originId"])
    assert principal.detailedDiff["originId"].kind == principal.detailedDiff["originId"].UPDATE_REPLACE
    assert not principal.deleteBeforeReplace


def test_licences_that_the_service_takes_for_one_another_are_no_difference(devops):
    answer = devops.diff(
        ENTITLEMENT, {"accountLicenseType": "earlyAdopter"}, {"accountLicenseType": "express"}
    )

    assert answer.changes == answer.DIFF_NONE


def test_a_refresh_finds_a_licence_that_somebody_changed(devops, cloud, member):
    id, outputs = member
    behind_the_engine(cloud, entitlements.update_service_principal_entitlement, id, "stakeholder", "account")

    answer = devops.read(ENTITLEMENT, id, outputs, {"originId": outputs["originId"]})

    assert read(answer.properties)["accountLicenseType"] == "stakeholder"
    assert read(answer.inputs) == {"originId": outputs["originId"], "accountLicenseType": "stakeholder"}


def test_a_refresh_of_what_did_not_change_leaves_the_programs_inputs(devops, member):
    id, outputs = member

    answer = devops.read(ENTITLEMENT, id, outputs, {"originId": outputs["originId"]})

    assert (answer.id, read(answer.properties)) == (id, outputs)
    assert read(answer.inputs) == {"originId": outputs["originId"]}


def test_a_member_who_left_has_no_id_any_more(devops, cloud, member):
    id, outputs = member
    behind_the_engine(cloud, entitlements.delete_service_principal_entitlement, id)

    assert devops.read(ENTITLEMENT, id, outputs, outputs).id == ""


def test_a_member_whom_entra_lost_has_no_id_any_more(devops, cloud, member, principal):
    id, outputs = member
    with cloud.write() as session:
        directory.delete_directory_object(session, principal.object_id)

    assert devops.read(ENTITLEMENT, id, outputs, outputs).id == ""


def test_a_member_is_imported_by_their_storage_key(devops, member):
    id, outputs = member

    answer = devops.read(ENTITLEMENT, id)

    assert (answer.id, read(answer.properties)) == (id, outputs)
    assert read(answer.inputs) == {
        "accountLicenseType": "express",
        "licensingSource": "account",
        "origin": "aad",
        "originId": outputs["originId"],
    }


def test_creating_and_deleting_leaves_the_cloud_as_it_was(devops, cloud, principal, readers):
    with cloud.read() as session:
        before = fingerprint(session)
    id, outputs = devops.create(ENTITLEMENT, {"originId": principal.object_id})
    other_id, membership = devops.create(MEMBERSHIP, {"group": readers, "members": [outputs["descriptor"]]})

    devops.delete(MEMBERSHIP, other_id, membership)
    devops.delete(ENTITLEMENT, id, outputs)

    with cloud.read() as session:
        assert fingerprint(session) == before
