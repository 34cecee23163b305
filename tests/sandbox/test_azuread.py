"""The stand-in for azuread does what the official plug-in does."""

import grpc
import pytest

from patless.sandbox.model import fingerprint, inventory
from patless.sandbox.model.entra import directory, owners
from patless.sandbox.model.seed import DATA_FACTORY, DEPLOYER, ENTRA_GROUPS, TENANT, USERS
from patless.sandbox.plugins import azuread
from patless.sandbox.plugins.values import UNKNOWN, read

from .conftest import told

pytestmark = pytest.mark.sandbox

APPLICATION = "azuread:index/application:Application"
PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal"
CREDENTIAL = "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential"
PASSWORDS = {
    "azuread:index/applicationPassword:ApplicationPassword": {"applicationId": "/applications/x"},
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": {"servicePrincipalId": "x"},
}
WANTED = {"displayName": "mailroom-bot", "owners": [DEPLOYER[1]], "preventDuplicateNames": True}
REFUSED = "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privil"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def application(entra):
    """An application's id and outputs."""
    return entra.create(APPLICATION, WANTED | {"notes": "reads mail"})


@pytest.fixture
def principal(entra, application):
    """A service principal's id and outputs."""
    return entra.create(PRINCIPAL, {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]})


def trust(application, **more):
    return {
        "applicationId": application[0],
        "displayName": "production",
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "repo:contoso/mailroom",
        "audiences": ["api://AzureADTokenExchange"],
    } | more


def look_up(entra, name, **given):
    return entra.invoke(f"azuread:index/{name}:{name}", **given)


# The provider -----------------------------------------------------------------------------------------


def test_a_tenant_that_is_not_the_sandboxs_own_is_refused(start):
    plugin = start(azuread.PROVIDER)

    [failure] = plugin.check_config(tenantId=NOBODY).failures
    assert "'tenantId' is not the sandbox's own" in failure.reason
    assert "'tenantId' is missing" in told(plugin.configure)


def test_the_tenant_of_the_environment_counts(start, monkeypatch):
    monkeypatch.setenv("ARM_TENANT_ID", TENANT)
    plugin = start(azuread.PROVIDER)

    plugin.configure()

    assert look_up(plugin, "getClientConfig")["tenantId"] == TENANT


def test_the_deployer_is_signed_in(entra):
    found = look_up(entra, "getClientConfig")

    assert (found["objectId"], found["clientId"], found["tenantId"]) == (DEPLOYER[1], DEPLOYER[2], TENANT)


# Applications -----------------------------------------------------------------------------------------


def test_an_application_has_a_path_for_an_id_and_is_for_one_tenant(application):
    id, outputs = application

    assert id == f"/applications/{outputs['objectId']}"
    assert outputs["signInAudience"] == "AzureADMyOrg"
    assert outputs["publisherDomain"] == "contoso.com"
    assert outputs["owners"] == [DEPLOYER[1]]
    assert len({outputs["objectId"], outputs["clientId"], TENANT}) == 3


def test_a_preview_of_an_application_knows_its_name_and_not_its_ids(entra):
    _, outputs = entra.create(APPLICATION, WANTED, preview=True)

    assert outputs["displayName"] == "mailroom-bot"
    assert outputs["clientId"] is outputs["objectId"] is UNKNOWN


def test_a_second_application_of_a_name_is_made_unless_the_program_says_otherwise(entra, application):
    message = told(entra.create, APPLICATION, WANTED)
    assert message.startswith('An existing "azuread_application" with name "mailroom-bot" (ID: "')
    assert "needs to be imported" in message

    second, _ = entra.create(APPLICATION, WANTED | {"preventDuplicateNames": False})
    assert second != application[0]


def test_a_change_of_the_name_is_held_against_the_others_too(entra, application):
    entra.create(APPLICATION, WANTED | {"displayName": "other"})
    new = entra.checked(APPLICATION, WANTED | {"displayName": "other"})

    assert "was found" in told(entra.update, APPLICATION, *application, new)


def test_an_application_is_changed_in_place(entra, application, principal):
    new = entra.checked(APPLICATION, WANTED | {"displayName": "mail-bot", "tags": ["a"]})
    assert list(entra.diff(APPLICATION, entra.checked(APPLICATION, WANTED), new).replaces) == []

    outputs = entra.update(APPLICATION, *application, new)

    assert (outputs["displayName"], outputs["tags"]) == ("mail-bot", ["a"])
    assert read(entra.read(PRINCIPAL, principal[0]).properties)["displayName"] == "mail-bot"


def test_the_order_of_owners_and_tags_is_no_difference(entra):
    old, new = WANTED | {"tags": ["a", "b"]}, WANTED | {"tags": ["b", "a"]}

    assert not entra.diff(APPLICATION, old, new).diffs


def test_an_application_is_imported_as_a_program_would_write_it(entra, application):
    answer = entra.read(APPLICATION, application[0])

    inputs = read(answer.inputs)
    assert inputs == {
        "displayName": "mailroom-bot",
        "notes": "reads mail",
        "owners": [DEPLOYER[1]],
        "signInAudience": "AzureADMyOrg",
    }


def test_an_application_that_is_gone_reads_as_gone_with_its_principal(entra, application, principal):
    entra.delete(APPLICATION, *application)

    assert entra.read(APPLICATION, *application).id == ""
    assert entra.read(PRINCIPAL, *principal).id == ""


def test_everything_goes_in_turn_and_leaves_no_trace(entra, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    application = entra.create(APPLICATION, WANTED)
    principal = entra.create(PRINCIPAL, {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]})
    credential = entra.create(CREDENTIAL, trust(application))

    entra.delete(CREDENTIAL, *credential)
    entra.delete(PRINCIPAL, *principal)
    entra.delete(APPLICATION, *application)

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_who_is_no_owner_can_change_nothing_any_more(entra, cloud):
    id, outputs = entra.create(APPLICATION, {"displayName": "orphan"})
    assert "owners" not in outputs or outputs["owners"] == []

    new = entra.checked(APPLICATION, {"displayName": "other"})
    assert REFUSED in told(entra.update, APPLICATION, id, outputs, new)
    assert REFUSED in told(entra.create, PRINCIPAL, {"clientId": outputs["clientId"]})
    assert REFUSED in told(entra.create, CREDENTIAL, trust((id, outputs)))
    assert REFUSED in told(entra.delete, APPLICATION, id, outputs)


def test_who_has_lost_its_ownership_can_change_nothing_any_more(entra, cloud, application, principal):
    credential = entra.create(CREDENTIAL, trust(application))
    with cloud.write() as session:
        for made in (application, principal):
            owners.set_owners(session, made[1]["objectId"], [])

    for token, made, inputs in (
        (PRINCIPAL, principal, {"clientId": principal[1]["clientId"]}),
        (CREDENTIAL, credential, trust(application)),
    ):
        assert REFUSED in told(entra.update, token, *made, entra.checked(token, inputs))
        assert REFUSED in told(entra.delete, token, *made)
        assert entra.read(token, *made).id == made[0]


@pytest.mark.parametrize("token", [APPLICATION, PRINCIPAL, CREDENTIAL])
def test_what_is_gone_can_be_neither_changed_nor_deleted(entra, application, principal, token):
    made = {APPLICATION: application, PRINCIPAL: principal}
    made[CREDENTIAL] = entra.create(CREDENTIAL, trust(application))
    inputs = {APPLICATION: WANTED, PRINCIPAL: {"clientId": TENANT}, CREDENTIAL: trust(application)}
    entra.delete(APPLICATION, *application)

    for error in (
        told(entra.update, token, *made[token], entra.checked(token, inputs[token])),
        told(entra.delete, token, *made[token]),
    ):
        assert "unexpected status 4" in error


def test_a_taken_over_principal_is_deleted_and_no_failure_told(entra, cloud, application, principal):
    taken = entra.create(
        PRINCIPAL, {"clientId": principal[1]["clientId"], "owners": [DEPLOYER[1]], "useExisting": True}
    )

    for _ in range(2):
        entra.delete(PRINCIPAL, *taken)

    assert entra.read(PRINCIPAL, *taken).id == ""


@pytest.mark.parametrize(
    ("token", "id"),
    [
        (APPLICATION, NOBODY),
        (PRINCIPAL, f"/applications/{NOBODY}"),
        (CREDENTIAL, f"{NOBODY}/password/{NOBODY}"),
    ],
)
def test_an_id_of_another_kind_is_refused(entra, token, id):
    assert told(entra.read, token, id).startswith(f"{id} is not the id of a")


def test_a_group_cannot_be_an_owner(entra, cloud):
    group, _ = ENTRA_GROUPS["sg-support"]

    message = told(entra.create, APPLICATION, WANTED | {"owners": [DEPLOYER[1], group]})

    assert message.startswith(
        "Could not create application: unexpected status 400 (400 Bad Request) with error"
    )
    with cloud.read() as session:
        assert len(inventory(session)["applications"]) == 1


# Service principals -----------------------------------------------------------------------------------


def test_a_service_principal_has_the_applications_client_id_and_an_id_of_its_own(application, principal):
    id, outputs = principal

    assert id == f"/servicePrincipals/{outputs['objectId']}"
    assert outputs["clientId"] == application[1]["clientId"]
    assert outputs["objectId"] != application[1]["objectId"]
    assert (outputs["applicationTenantId"], outputs["type"]) == (TENANT, "Application")
    assert outputs["displayName"] == "mailroom-bot"


def test_a_second_service_principal_is_refused_or_taken_over(entra, application, principal):
    wanted = {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]}

    message = told(entra.create, PRINCIPAL, wanted)
    taken, outputs = entra.create(PRINCIPAL, wanted | {"useExisting": True, "notes": "taken"})

    assert message.startswith(f'A resource with the ID "{principal[1]["objectId"]}" already exists')
    assert (taken, outputs["notes"]) == (principal[0], "taken")


def test_a_service_principal_of_no_application_is_told(entra):
    message = told(entra.create, PRINCIPAL, {"clientId": NOBODY})

    assert f"The appId '{NOBODY}' of the service principal does not reference a valid app" in message


def test_another_application_is_another_service_principal(entra):
    diff = entra.diff(PRINCIPAL, {"clientId": TENANT}, {"clientId": NOBODY})

    assert list(diff.replaces) == ["clientId"]


def test_a_service_principal_is_changed_in_place(entra, principal):
    new = entra.checked(
        PRINCIPAL,
        {
            "clientId": principal[1]["clientId"],
            "owners": [DEPLOYER[1]],
            "appRoleAssignmentRequired": True,
            "description": "reads mail",
        },
    )

    outputs = entra.update(PRINCIPAL, *principal, new)

    assert (outputs["appRoleAssignmentRequired"], outputs["description"]) == (True, "reads mail")


# Federated credentials --------------------------------------------------------------------------------


def test_a_credential_is_changed_in_place_but_for_its_name(entra, application):
    credential = entra.create(CREDENTIAL, trust(application))
    new = entra.checked(CREDENTIAL, trust(application, subject="repo:contoso@242/mailroom@991"))

    outputs = entra.update(CREDENTIAL, *credential, new)

    assert outputs["subject"] == "repo:contoso@242/mailroom@991"
    assert outputs["credentialId"] == credential[1]["credentialId"]
    assert list(entra.diff(CREDENTIAL, trust(application), new).replaces) == []
    renamed = entra.diff(CREDENTIAL, new, new | {"displayName": "other"})
    assert list(renamed.replaces) == ["displayName"]


def test_a_credential_is_imported_by_the_applications_object_id_and_its_own(entra, application):
    id, outputs = entra.create(CREDENTIAL, trust(application))
    assert id == f"{application[1]['objectId']}/federatedIdentityCredential/{outputs['credentialId']}"

    answer = entra.read(CREDENTIAL, id)

    assert read(answer.inputs) == trust(application)
    entra.delete(CREDENTIAL, id, outputs)
    assert entra.read(CREDENTIAL, id).id == ""


@pytest.mark.parametrize("slot", ["objectId", "clientId"])
def test_a_credential_takes_the_applications_path_and_no_other_id(entra, application, slot):
    message = told(entra.create, CREDENTIAL, trust(application, applicationId=application[1][slot]))

    assert message.endswith("is not the id of an application; expected /applications/{object id}")


def test_a_subject_that_is_trusted_already_is_told_in_graphs_words(entra, application):
    entra.create(CREDENTIAL, trust(application))

    message = told(entra.create, CREDENTIAL, trust(application, displayName="other"))

    assert "InvalidFederatedIdentityCredentialValue: The combination of issuer and subject must be" in message


def test_credentials_of_one_application_written_at_once_wait_for_each_other(entra, application):
    wanted = [
        entra.checked(CREDENTIAL, trust(application, displayName=f"t{n:02}x", subject=str(n))) for n in "1234"
    ]
    calls = [entra.begin_create(CREDENTIAL, inputs) for inputs in wanted]

    assert len({call.result().id for call in calls}) == 4


# What a preview refuses -------------------------------------------------------------------------------


@pytest.mark.parametrize("token", PASSWORDS)
def test_a_password_is_foreseen_and_never_made(entra, token):
    _, outputs = entra.create(token, PASSWORDS[token], preview=True)

    assert outputs["value"] is UNKNOWN
    assert "the sandbox makes no passwords" in told(entra.create, token, PASSWORDS[token])
    assert entra.read(token, "id", PASSWORDS[token]).id == ""


# Look-ups ---------------------------------------------------------------------------------------------


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
    entra.create(APPLICATION, WANTED | {"preventDuplicateNames": False})

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
        directory.create_group(session, TENANT, "sg-support", NOBODY)

    assert told(look_up, entra, "getGroup", displayName="sg-support").startswith("More than one group found")


def test_a_person_is_found_by_name_and_object_id(entra):
    found = look_up(entra, "getUser", userPrincipalName="Dev.One@contoso.com")

    assert found["displayName"] == USERS["dev.one@contoso.com"]
    assert look_up(entra, "getUser", objectId=found["objectId"]) == found
    assert told(look_up, entra, "getUser", userPrincipalName="x@contoso.com") == (
        'User with UPN "x@contoso.com" was not found'
    )
    assert told(look_up, entra, "getUser", objectId=NOBODY) == f'User not found with object ID: "{NOBODY}"'


def test_a_service_refusal_is_told_with_status_code_and_words(entra, cloud, application):
    with cloud.write() as session:
        owners.set_owners(session, application[1]["objectId"], [])

    with pytest.raises(grpc.RpcError) as refused:
        entra.delete(APPLICATION, *application)

    assert refused.value.details() == (
        f'deleting Application (Application: "{application[1]["objectId"]}"): '
        f"{REFUSED}eges to complete the operation."
    )
