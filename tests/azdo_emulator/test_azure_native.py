"""The emulated plug-in azure-native does what the official plug-in does."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.azure import identities, resource_groups
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT
from azdo_emulator.providers import azure_native
from azdo_emulator.providers.values import UNKNOWN, Secret, read

from .conftest import told

pytestmark = pytest.mark.sandbox

GROUP = "azure-native:resources:ResourceGroup"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-bots"
WANTED = {"resourceGroupName": "rg-bots", "resourceName": "id-bot"}


@pytest.fixture
def group(azure):
    """A resource group's id and outputs."""
    return azure.create(GROUP, {"resourceGroupName": "rg-bots", "location": "westeurope"})


@pytest.fixture
def identity(azure, group):
    """An identity's id and outputs."""
    return azure.create(IDENTITY, WANTED | {"tags": {"a": "b"}})


def test_a_group_comes_back_as_azure_writes_it(group):
    assert group == (
        ID,
        {
            "azureApiVersion": "2024-03-01",
            "location": "westeurope",
            "name": "rg-bots",
            "properties": {"provisioningState": "Succeeded"},
            "type": "Microsoft.Resources/resourceGroups",
        },
    )


def test_an_identity_has_three_ids_that_differ(identity):
    id, outputs = identity

    assert id == f"{ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-bot"
    assert len({outputs["principalId"], outputs["clientId"], outputs["tenantId"]}) == 3
    assert outputs["tenantId"] == TENANT


def test_a_preview_of_an_identity_knows_its_tags_and_not_its_ids(azure, group):
    id, outputs = azure.create(IDENTITY, WANTED | {"tags": {"a": UNKNOWN}}, preview=True)

    assert id == ""
    assert {name for name, value in outputs.items() if value is UNKNOWN} == {
        "clientId",
        "name",
        "principalId",
        "systemData",
        "tenantId",
        "type",
    }
    assert outputs["tags"] == {"a": UNKNOWN}
    assert outputs["location"] == "westeurope"


def test_a_preview_of_an_update_keeps_the_ids(azure, identity):
    id, outputs = identity

    foreseen = azure.update(IDENTITY, id, outputs, WANTED | {"location": "westeurope"}, preview=True)

    assert foreseen["principalId"] == outputs["principalId"]
    assert "tags" not in foreseen


def test_a_place_comes_from_the_group(azure, group):
    assert azure.checked(IDENTITY, WANTED)["location"] == "westeurope"


def test_a_place_comes_from_the_provider_before_the_group(azure, group):
    azure.configure(subscriptionId=SUBSCRIPTION, location="uksouth")

    assert azure.checked(IDENTITY, WANTED)["location"] == "uksouth"


def test_the_place_of_what_is_in_a_group_not_known_yet_is_not_known_yet(azure):
    assert azure.checked(IDENTITY, WANTED | {"resourceGroupName": UNKNOWN})["location"] is UNKNOWN


def test_a_place_from_nowhere_is_missing(azure):
    assert azure.reasons(GROUP, {"resourceGroupName": "rg-bots"}) == [
        "'location' is missing; expected a string"
    ]


def test_a_name_from_nowhere_is_the_resources_own_with_eight_digits(azure, group):
    checked = read(azure.check(IDENTITY, {"resourceGroupName": "rg-bots"}).inputs)
    again = read(azure.check(IDENTITY, {"resourceGroupName": "rg-bots"}, old=checked, seed=b"x").inputs)

    assert checked["resourceName"].startswith("thing")
    assert len(checked["resourceName"]) == len("thing") + 8
    assert again == checked


def test_what_the_plug_in_named_is_replaced_before_it_is_deleted(azure, group):
    named = azure.checked(IDENTITY, {"resourceGroupName": "rg-bots"})
    own = azure.checked(IDENTITY, WANTED)

    assert azure.diff(IDENTITY, own, own | {"location": "uksouth"}).deleteBeforeReplace
    assert not azure.diff(IDENTITY, named, named | {"location": "uksouth"}).deleteBeforeReplace


@pytest.mark.parametrize("name", ["resourceName", "resourceGroupName", "location"])
def test_another_name_or_place_is_a_replacement(azure, name):
    old = WANTED | {"location": "westeurope"}

    answer = azure.diff(IDENTITY, old, old | {name: "other"})

    assert list(answer.replaces) == [name]
    assert answer.detailedDiff[name].kind == answer.detailedDiff[name].UPDATE_REPLACE


def test_another_tag_is_an_update(azure):
    answer = azure.diff(IDENTITY, {"tags": {"a": "b"}}, {"tags": {"a": "c", "d": "e"}})

    assert list(answer.replaces) == []
    assert sorted(answer.detailedDiff) == ["tags.a", "tags.d"]


def test_a_place_in_other_words_is_no_difference(azure):
    answer = azure.diff(IDENTITY, {"location": "westeurope"}, {"location": "West Europe"})

    assert answer.changes == answer.DIFF_NONE


def test_a_secret_tag_stays_secret(azure, group):
    _, outputs = azure.create(IDENTITY, WANTED | {"tags": {"a": Secret("b")}})

    assert outputs["tags"] == Secret({"a": "b"})


def test_what_is_there_is_not_taken_over(azure, identity):
    assert told(azure.create, IDENTITY, WANTED) == f"cannot create already existing resource '{identity[0]}'"
    assert told(azure.create, GROUP, {"resourceGroupName": "rg-bots", "location": "uksouth"}) == (
        f"cannot create already existing resource '{ID}'"
    )


def test_what_azure_refuses_is_told_with_its_code(azure):
    message = told(azure.create, IDENTITY, WANTED | {"location": "westeurope"})

    assert message == (
        'Status=404 Code="ResourceGroupNotFound" Message="Resource group \'rg-bots\' could not be found."'
    )


def test_a_refresh_finds_tags_that_somebody_changed_and_added(azure, cloud, identity):
    id, outputs = identity
    with cloud.write() as session:
        identities.user_assigned_identities_create_or_update(
            session, SUBSCRIPTION, "rg-bots", "id-bot", location="westeurope", tags={"a": "c", "d": "e"}
        )

    answer = azure.read(IDENTITY, id, outputs, WANTED | {"tags": {"a": "b"}})

    assert read(answer.properties)["tags"] == {"a": "c", "d": "e"}
    assert read(answer.inputs) == WANTED | {"tags": {"a": "c", "d": "e"}}


def test_a_refresh_of_what_did_not_change_leaves_the_programs_inputs(azure, identity):
    id, outputs = identity

    answer = azure.read(IDENTITY, id, outputs, WANTED | {"tags": {"a": "b"}})

    assert read(answer.properties) == outputs
    assert read(answer.inputs) == WANTED | {"tags": {"a": "b"}}


def test_what_is_gone_has_no_id_any_more(azure, cloud, group, identity):
    with cloud.write() as session:
        resource_groups.resource_groups_delete(session, SUBSCRIPTION, "rg-bots")

    assert azure.read(IDENTITY, identity[0], identity[1], WANTED).id == ""
    assert azure.read(GROUP, group[0], group[1], {"resourceGroupName": "rg-bots"}).id == ""


def test_what_is_gone_can_be_deleted(azure, cloud, group, identity):
    with cloud.write() as session:
        resource_groups.resource_groups_delete(session, SUBSCRIPTION, "rg-bots")

    azure.delete(IDENTITY, *identity)
    azure.delete(GROUP, *group)


def test_an_identity_is_imported_by_its_id(azure, identity):
    answer = azure.read(IDENTITY, identity[0])

    assert (answer.id, read(answer.properties)) == identity
    assert read(answer.inputs) == WANTED | {
        "azureApiVersion": "2023-01-31",
        "location": "westeurope",
        "tags": {"a": "b"},
    }


def test_an_id_in_another_subscription_is_refused(azure):
    other = f"/subscriptions/{TENANT}/resourceGroups/rg-bots"

    assert told(azure.read, GROUP, other) == (
        f"{other} is not the id of a resource in subscription {SUBSCRIPTION}"
    )


def test_creating_and_deleting_leaves_the_cloud_as_it_was(azure, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    group = azure.create(GROUP, {"resourceGroupName": "rg-bots", "location": "westeurope"})
    identity = azure.create(IDENTITY, WANTED)

    azure.delete(IDENTITY, *identity)
    azure.delete(GROUP, *group)

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_group_is_looked_up(azure, group):
    found = azure.invoke("azure-native:resources:getResourceGroup", resourceGroupName="RG-BOTS")

    assert (found["id"], found["location"]) == (ID, "westeurope")


def test_a_group_that_is_not_there_is_told(azure):
    message = told(azure.invoke, "azure-native:resources:getResourceGroup", resourceGroupName="rg-x")

    assert message.startswith('Status=404 Code="ResourceGroupNotFound"')


@pytest.mark.parametrize("token", [resource.token for resource in azure_native.PROVIDER.resources])
def test_a_token_with_an_api_version_is_the_same_type(azure, token):
    module = token.split(":")[1]
    versioned = token.replace(f":{module}:", f":{module}/v20230131preview:")

    assert azure.reasons(versioned, {}) == azure.reasons(token, {})
