"""Service principals, federated credentials and passwords, as azuread writes them."""

import pytest

from azdo_emulator.model.seed import DEPLOYER, TENANT
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import CREDENTIAL, PRINCIPAL, told, trust

pytestmark = pytest.mark.sandbox

PASSWORDS = {
    "azuread:index/applicationPassword:ApplicationPassword": {"applicationId": "/applications/x"},
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": {"servicePrincipalId": "x"},
}
NOBODY = "00000000-0000-4000-8000-000000000000"


def test_a_service_principal_has_the_applications_client_id_and_an_id_of_its_own(application, its_principal):
    id, outputs = its_principal

    assert id == f"/servicePrincipals/{outputs['objectId']}"
    assert outputs["clientId"] == application[1]["clientId"]
    assert outputs["objectId"] != application[1]["objectId"]
    assert (outputs["applicationTenantId"], outputs["type"]) == (TENANT, "Application")
    assert outputs["displayName"] == "mailroom-bot"


def test_a_second_service_principal_is_refused_or_taken_over(entra, application, its_principal):
    wanted = {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]}

    message = told(entra.create, PRINCIPAL, wanted)
    taken, outputs = entra.create(PRINCIPAL, wanted | {"useExisting": True, "notes": "taken"})

    assert message.startswith(f'A resource with the ID "{its_principal[1]["objectId"]}" already exists')
    assert (taken, outputs["notes"]) == (its_principal[0], "taken")


def test_a_service_principal_of_no_application_is_told(entra):
    message = told(entra.create, PRINCIPAL, {"clientId": NOBODY})

    assert f"The appId '{NOBODY}' of the service principal does not reference a valid app" in message


def test_another_application_is_another_service_principal(entra):
    diff = entra.diff(PRINCIPAL, {"clientId": TENANT}, {"clientId": NOBODY})

    assert list(diff.replaces) == ["clientId"]


def test_a_service_principal_is_changed_in_place(entra, its_principal):
    new = entra.checked(
        PRINCIPAL,
        {
            "clientId": its_principal[1]["clientId"],
            "owners": [DEPLOYER[1]],
            "appRoleAssignmentRequired": True,
            "description": "reads mail",
        },
    )

    outputs = entra.update(PRINCIPAL, *its_principal, new)

    assert (outputs["appRoleAssignmentRequired"], outputs["description"]) == (True, "reads mail")


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


@pytest.mark.parametrize("token", PASSWORDS)
def test_a_password_is_foreseen_and_never_made(entra, token):
    _, outputs = entra.create(token, PASSWORDS[token], preview=True)

    assert outputs["value"] is UNKNOWN
    assert "the sandbox makes no passwords" in told(entra.create, token, PASSWORDS[token])
    assert entra.read(token, "id", PASSWORDS[token]).id == ""
