"""Role assignments, as azure-native writes them."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.ids import GUID
from azdo_emulator.model.seed import DATA_FACTORY, SUBSCRIPTION, TENANT
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import told

pytestmark = pytest.mark.sandbox

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
NAME = "6f1d3c5e-0b2a-4c8d-9e7f-1a2b3c4d5e6f"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"
ROLES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
READER, CONTRIBUTOR = "acdd72a7-3385-48ef-bd42-f606fba81ae7", "b24988ac-6180-42a0-ab88-20f7382dd24c"
WANTED = {
    "scope": SCOPE,
    "roleAssignmentName": NAME,
    "roleDefinitionId": f"{ROLES}/{READER}",
    "principalId": DATA_FACTORY[1],
    "principalType": "ServicePrincipal",
}
ID = f"{SCOPE}/providers/Microsoft.Authorization/roleAssignments/{NAME}"


def test_an_assignment_comes_back_as_azure_writes_it(azure):
    id, outputs = azure.create(ASSIGNMENT, WANTED)

    assert id == ID
    assert outputs.pop("createdOn") == outputs.pop("updatedOn")
    assert outputs == {key: WANTED[key] for key in WANTED if key != "roleAssignmentName"} | {
        "azureApiVersion": "2022-04-01",
        "name": NAME,
        "type": "Microsoft.Authorization/roleAssignments",
    }


def test_an_assignment_without_a_name_gets_a_guid_that_stays(azure):
    bare = {key: value for key, value in WANTED.items() if key != "roleAssignmentName"}

    checked = read(azure.check(ASSIGNMENT, bare).inputs)
    again = read(azure.check(ASSIGNMENT, bare, old=checked, seed=b"other").inputs)

    assert GUID.fullmatch(checked["roleAssignmentName"])
    assert again == checked


def test_one_that_is_there_is_not_taken_over(azure):
    azure.create(ASSIGNMENT, WANTED)

    assert told(azure.create, ASSIGNMENT, WANTED) == f"cannot create already existing resource '{ID}'"


def test_the_same_role_under_another_name_is_azures_to_refuse(azure):
    azure.create(ASSIGNMENT, WANTED)

    message = told(azure.create, ASSIGNMENT, WANTED | {"roleAssignmentName": TENANT})

    words = "The role assignment already exists."
    assert message == f'Status=409 Code="RoleAssignmentExists" Message="{words}"'


@pytest.mark.parametrize(
    ("changed", "replaces"),
    [
        ({"scope": f"/subscriptions/{SUBSCRIPTION}"}, ["scope"]),
        ({"principalId": TENANT}, ["principalId"]),
        ({"roleAssignmentName": TENANT}, ["roleAssignmentName"]),
        ({"roleDefinitionId": f"{ROLES}/{CONTRIBUTOR}"}, []),
        ({"description": "for the factory"}, []),
    ],
)
def test_what_a_change_replaces(azure, changed, replaces):
    diff = azure.diff(ASSIGNMENT, WANTED, WANTED | changed)

    assert list(diff.replaces) == replaces
    assert diff.deleteBeforeReplace == bool(replaces)


def test_a_description_is_changed_in_place_and_a_role_is_not(azure):
    id, outputs = azure.create(ASSIGNMENT, WANTED)
    new = azure.checked(ASSIGNMENT, WANTED | {"description": "for the factory"})

    assert azure.update(ASSIGNMENT, id, outputs, new)["description"] == "for the factory"
    other = azure.checked(ASSIGNMENT, WANTED | {"roleDefinitionId": f"{ROLES}/{CONTRIBUTOR}"})
    assert "RoleAssignmentUpdateNotPermitted" in told(azure.update, ASSIGNMENT, id, outputs, other)


def test_an_assignment_is_imported_by_its_id(azure):
    azure.create(ASSIGNMENT, WANTED)

    assert read(azure.read(ASSIGNMENT, ID).inputs) == WANTED | {"azureApiVersion": "2022-04-01"}


def test_a_deleted_assignment_leaves_no_trace(azure, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    made = azure.create(ASSIGNMENT, WANTED)

    for _ in range(2):
        azure.delete(ASSIGNMENT, *made)

    assert azure.read(ASSIGNMENT, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_preview_waits_for_the_principal(azure):
    _, outputs = azure.create(ASSIGNMENT, WANTED | {"principalId": UNKNOWN}, preview=True)

    assert outputs["principalId"] is UNKNOWN
    assert outputs["scope"] == SCOPE


def test_a_client_id_is_no_principal(azure):
    message = told(azure.create, ASSIGNMENT, WANTED | {"principalId": DATA_FACTORY[2]})

    assert message.startswith('Status=400 Code="PrincipalNotFound" Message="Principal ')


def test_an_assignment_is_looked_up_by_scope_and_name(azure):
    azure.create(ASSIGNMENT, WANTED)
    look_up = "azure-native:authorization:getRoleAssignment"

    found = azure.invoke(look_up, scope=f"{SCOPE}/", roleAssignmentName=NAME)

    assert (found["id"], found["principalId"]) == (ID, DATA_FACTORY[1])
    message = told(azure.invoke, look_up, scope=SCOPE, roleAssignmentName=TENANT)
    assert message.startswith('Status=404 Code="RoleAssignmentNotFound"')


def test_a_role_is_looked_up_by_its_guid(azure):
    look_up = "azure-native:authorization:getRoleDefinition"

    found = azure.invoke(look_up, scope=SCOPE, roleDefinitionId=READER.upper())

    assert (found["roleName"], found["name"]) == ("Reader", READER)
    message = told(azure.invoke, look_up, scope=SCOPE, roleDefinitionId=TENANT)
    assert message.startswith('Status=404 Code="RoleDefinitionDoesNotExist"')
