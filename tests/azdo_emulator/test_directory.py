"""Entra keeps applications and their service principals apart."""

import pytest

from azdo_emulator.model import Refused
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import TENANT


def refusal(call, *args):
    with pytest.raises(Refused) as refused:
        call(*args)
    return refused.value.status, refused.value.code


def test_the_ids_of_an_application_and_its_service_principal_all_differ(session):
    application = directory.create_application(session, TENANT, "bot")
    principal = directory.create_service_principal(session, application.app_id)

    assert len({application.object_id, application.app_id, principal.object_id, TENANT}) == 4
    assert principal.app_id == application.app_id


def test_a_service_principal_of_no_application_is_refused(session):
    assert refusal(directory.create_service_principal, session, TENANT) == (400, "Request_BadRequest")


def test_a_second_service_principal_of_an_application_is_refused(session):
    application = directory.create_application(session, TENANT, "bot")
    directory.create_service_principal(session, application.app_id)

    found = refusal(directory.create_service_principal, session, application.app_id)

    assert found == (409, "Request_MultipleObjectsWithSameKeyValue")


def test_what_is_not_there_cannot_be_deleted(session):
    assert refusal(directory.delete_directory_object, session, TENANT) == (404, "Request_ResourceNotFound")


def test_a_person_is_found_by_name_in_any_case_and_by_object_id(session):
    found = directory.get_user(session, "Dev.One@contoso.com")

    assert directory.get_user(session, found.object_id) == found
