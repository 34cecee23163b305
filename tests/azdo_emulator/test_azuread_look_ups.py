"""Look-ups in Entra: what there is not, and what there is twice, is an error."""

import pytest

from azdo_emulator.model.entra import groups
from azdo_emulator.model.seed import DATA_FACTORY, ENTRA_GROUPS, TENANT, USERS

from .conftest import APPLICATION, BOT, told

pytestmark = pytest.mark.sandbox

NOBODY = "00000000-0000-4000-8000-000000000000"


def look_up(entra, name, **given):
    return entra.invoke(f"azuread:index/{name}:{name}", **given)


def test_an_application_is_found_by_its_name_its_client_id_and_its_object_id(entra, application):
    keys = {"displayName": "MAILROOM-bot", "clientId": application[1]["clientId"]}
    keys |= {"objectId": application[1]["objectId"]}

    found = [look_up(entra, "getApplication", **{key: value}) for key, value in keys.items()]

    assert [each["id"] for each in found] == [application[0]] * 3


def test_an_application_that_there_is_not_is_an_error(entra):
    assert told(look_up, entra, "getApplication", displayName="x") == (
        "Application not found: no applications found matching filter: \"displayName eq 'x'\""
    )
    assert told(look_up, entra, "getApplication", objectId=NOBODY) == (
        f'Application with object ID "{NOBODY}" was not found'
    )


def test_two_applications_of_a_name_are_an_error(entra, application):
    entra.create(APPLICATION, BOT | {"preventDuplicateNames": False})

    message = told(look_up, entra, "getApplication", displayName="mailroom-bot")

    assert message.startswith("Multiple applications found: ")


def test_a_service_principal_is_found_by_its_ids_also_that_of_a_data_factory(entra):
    _, object_id, client_id = DATA_FACTORY

    by_object = look_up(entra, "getServicePrincipal", objectId=object_id)
    by_client = look_up(entra, "getServicePrincipal", clientId=client_id)

    assert by_object == by_client
    assert (by_object["type"], by_object["clientId"]) == ("ManagedIdentity", client_id)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"objectId": NOBODY}, f'Service Principal (Service Principal: "{NOBODY}") was not found'),
        ({"clientId": NOBODY}, "No service principal found: no service principal found"),
        ({"displayName": "x"}, "Service principal not found: no service principals found matching filter"),
        ({}, "exactly one of objectId, clientId, displayName is expected"),
    ],
)
def test_a_service_principal_that_there_is_not_is_an_error(entra, given, words):
    assert told(look_up, entra, "getServicePrincipal", **given).startswith(words)


def test_a_group_is_found_by_its_name_and_its_object_id(entra):
    object_id, members = ENTRA_GROUPS["sg-support"]

    found = look_up(entra, "getGroup", displayName="SG-Support")

    assert found == look_up(entra, "getGroup", objectId=object_id)
    assert (found["objectId"], len(found["members"])) == (object_id, len(members))
    assert told(look_up, entra, "getGroup", displayName="sg-x").startswith("No group found matching spec")


def test_two_groups_of_a_name_are_an_error(entra, cloud):
    with cloud.write() as session:
        groups.create_group(session, TENANT, "sg-support", "other")

    assert told(look_up, entra, "getGroup", displayName="sg-support").startswith("More than one group found")


def test_a_person_is_found_by_name_and_object_id(entra):
    found = look_up(entra, "getUser", userPrincipalName="Dev.One@contoso.com")

    assert found["displayName"] == USERS["dev.one@contoso.com"]
    assert look_up(entra, "getUser", objectId=found["objectId"]) == found
    assert told(look_up, entra, "getUser", userPrincipalName="x@contoso.com") == (
        'User with UPN "x@contoso.com" was not found'
    )
    assert told(look_up, entra, "getUser", objectId=NOBODY) == f'User not found with object ID: "{NOBODY}"'
