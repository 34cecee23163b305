"""Federated credentials of managed identities, as azure-native writes them."""

import threading

import pytest

from azdo_emulator.model import fingerprint, writing
from azdo_emulator.model.seed import SUBSCRIPTION
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import told

pytestmark = pytest.mark.sandbox

IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"
WANTED = {
    "resourceGroupName": "rg-support",
    "resourceName": "id-bot",
    "federatedIdentityCredentialResourceName": "production",
    "issuer": "https://token.actions.githubusercontent.com",
    "subject": "repo:contoso/mailroom",
    "audiences": ["api://AzureADTokenExchange"],
}
ID = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/id-bot/federatedIdentityCredentials/production"
)
AT_ONCE = 'Status=409 Code="ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"'


@pytest.fixture(autouse=True)
def identity(azure):
    return azure.create(IDENTITY, {"resourceGroupName": "rg-support", "resourceName": "id-bot"})


def named(number):
    return WANTED | {
        "federatedIdentityCredentialResourceName": f"trust-{number}",
        "subject": f"subject-{number}",
    }


def test_a_credential_comes_back_as_azure_writes_it(azure):
    assert azure.create(CREDENTIAL, WANTED) == (
        ID,
        {
            "audiences": ["api://AzureADTokenExchange"],
            "azureApiVersion": "2023-01-31",
            "issuer": WANTED["issuer"],
            "name": "production",
            "subject": WANTED["subject"],
            "type": "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        },
    )


def test_a_credential_without_a_name_gets_one(azure):
    bare = {key: value for key, value in WANTED.items() if "Credential" not in key}

    id, outputs = azure.create(CREDENTIAL, bare)

    assert outputs["name"].startswith("thing")
    assert id.endswith(f"/{outputs['name']}")


def test_one_that_is_there_is_not_taken_over(azure):
    azure.create(CREDENTIAL, WANTED)

    assert told(azure.create, CREDENTIAL, WANTED) == f"cannot create already existing resource '{ID}'"


def test_a_refusal_is_told_as_azure_native_tells_it(azure):
    azure.create(CREDENTIAL, WANTED)

    message = told(azure.create, CREDENTIAL, WANTED | {"federatedIdentityCredentialResourceName": "other"})

    words = "Issuer and subject combination already exists for this Managed Identity."
    assert message == f'Status=400 Code="BadRequest" Message="{words}"'


def test_a_subject_is_changed_in_place_and_a_name_is_not(azure):
    id, outputs = azure.create(CREDENTIAL, WANTED)
    new = azure.checked(CREDENTIAL, WANTED | {"subject": "repo:contoso@242/mailroom@991"})
    assert list(azure.diff(CREDENTIAL, WANTED, new).replaces) == []

    assert azure.update(CREDENTIAL, id, outputs, new)["subject"] == "repo:contoso@242/mailroom@991"
    renamed = azure.diff(CREDENTIAL, new, new | {"federatedIdentityCredentialResourceName": "other"})
    assert (list(renamed.replaces), renamed.deleteBeforeReplace) == (
        ["federatedIdentityCredentialResourceName"],
        True,
    )


def test_a_credential_is_imported_by_its_id_in_any_case(azure):
    azure.create(CREDENTIAL, WANTED)

    answer = azure.read(CREDENTIAL, ID.replace("resourceGroups/rg-support", "resourcegroups/RG-SUPPORT"))

    imported = read(answer.inputs)
    assert imported.pop("azureApiVersion") == "2023-01-31"
    assert imported | {"resourceGroupName": "rg-support"} == WANTED


def test_a_deleted_credential_leaves_no_trace(azure, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    made = azure.create(CREDENTIAL, WANTED)

    azure.delete(CREDENTIAL, *made)

    assert azure.read(CREDENTIAL, *made).id == ""
    with cloud.read() as session:
        assert fingerprint(session) == before
        assert session.rows("SELECT * FROM writers") == []


def test_a_credential_that_went_with_its_identity_is_fine_to_delete(azure, identity):
    made = azure.create(CREDENTIAL, WANTED)
    azure.delete(IDENTITY, *identity)

    azure.delete(CREDENTIAL, *made)

    assert azure.read(CREDENTIAL, *made).id == ""


def test_an_identity_that_is_not_there_is_told(azure):
    message = told(azure.create, CREDENTIAL, WANTED | {"resourceName": "id-x"})

    assert message.startswith('Status=404 Code="ParentResourceNotFound"')


def test_an_id_of_something_else_is_refused(azure):
    assert "is not the id of a federated credential" in told(azure.read, CREDENTIAL, ID.rsplit("/", 2)[0])


def test_the_second_of_two_writes_at_once_is_refused(azure, monkeypatch):
    under_way, may_end = threading.Event(), threading.Event()
    monkeypatch.setattr(writing, "GRACE", 600.0)
    monkeypatch.setattr(writing, "last", lambda: under_way.set() or may_end.wait())
    first = azure.begin_create(CREDENTIAL, azure.checked(CREDENTIAL, named(1)))
    under_way.wait()

    message = told(azure.create, CREDENTIAL, named(2))
    may_end.set()

    assert message.startswith(AT_ONCE)
    assert "/userassignedidentities/id-bot'. Concurrent" in message
    assert first.result().id.endswith("/trust-1")
    azure.create(CREDENTIAL, named(2))


def test_a_deletion_is_a_write_too(azure, cloud, identity, monkeypatch):
    made = azure.create(CREDENTIAL, WANTED)
    monkeypatch.setattr(writing, "GRACE", 600.0)
    with cloud.write() as session:
        writing.begin(session, identity[0])

    assert told(azure.delete, CREDENTIAL, *made).startswith(AT_ONCE)
    assert told(azure.update, CREDENTIAL, *made, azure.checked(CREDENTIAL, WANTED)).startswith(AT_ONCE)


def test_writes_in_turn_and_on_two_identities_are_fine(azure):
    azure.create(IDENTITY, {"resourceGroupName": "rg-support", "resourceName": "id-other"})
    azure.create(CREDENTIAL, named(1))
    azure.create(CREDENTIAL, named(2))

    wanted = [named(3), named(3) | {"resourceName": "id-other"}]
    calls = [azure.begin_create(CREDENTIAL, azure.checked(CREDENTIAL, inputs)) for inputs in wanted]

    assert len({call.result().id for call in calls}) == 2


def test_a_refused_write_makes_way_for_the_next(azure, cloud):
    azure.create(CREDENTIAL, WANTED)

    told(azure.create, CREDENTIAL, WANTED)

    azure.create(CREDENTIAL, named(1))


def test_a_preview_writes_nothing(azure, cloud):
    with cloud.read() as session:
        before = fingerprint(session)

    _, outputs = azure.create(CREDENTIAL, WANTED | {"subject": UNKNOWN}, preview=True)

    assert outputs["subject"] is UNKNOWN
    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_credential_and_its_identity_are_looked_up_by_name(azure, identity):
    azure.create(CREDENTIAL, WANTED)
    place = {"resourceGroupName": "RG-SUPPORT", "resourceName": "id-bot"}

    found = azure.invoke("azure-native:managedidentity:getUserAssignedIdentity", **place)
    trusted = azure.invoke(
        "azure-native:managedidentity:getFederatedIdentityCredential",
        federatedIdentityCredentialResourceName="production",
        **place,
    )

    assert (found["id"], found["principalId"]) == (identity[0], identity[1]["principalId"])
    assert (trusted["id"], trusted["subject"]) == (ID, WANTED["subject"])


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("getUserAssignedIdentity", {}, "ResourceNotFound"),
        (
            "getFederatedIdentityCredential",
            {"federatedIdentityCredentialResourceName": "production"},
            "ParentResourceNotFound",
        ),
    ],
)
def test_a_look_up_of_nothing_is_the_services_404(azure, name, given, code):
    message = told(
        azure.invoke,
        f"azure-native:managedidentity:{name}",
        resourceGroupName="rg-support",
        resourceName="id-x",
        **given,
    )

    assert message.startswith(f'Status=404 Code="{code}"')
