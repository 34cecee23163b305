"""The emulated plug-in azuread does what the official plug-in does."""

import pytest

from azdo_emulator.model import fingerprint, inventory
from azdo_emulator.model.entra import owners
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, TENANT
from azdo_emulator.providers import azuread
from azdo_emulator.providers.values import UNKNOWN, read

from .conftest import APPLICATION, BOT, CREDENTIAL, PRINCIPAL, told, trust

pytestmark = pytest.mark.sandbox

REFUSED = "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privil"
NOBODY = "00000000-0000-4000-8000-000000000000"


def look_up(entra, name, **given):
    return entra.invoke(f"azuread:index/{name}:{name}", **given)


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


def test_an_application_has_a_path_for_an_id_and_is_for_one_tenant(application):
    id, outputs = application

    assert id == f"/applications/{outputs['objectId']}"
    assert outputs["signInAudience"] == "AzureADMyOrg"
    assert outputs["publisherDomain"] == "contoso.com"
    assert outputs["owners"] == [DEPLOYER[1]]
    assert len({outputs["objectId"], outputs["clientId"], TENANT}) == 3


def test_a_preview_of_an_application_knows_its_name_and_not_its_ids(entra):
    _, outputs = entra.create(APPLICATION, BOT, preview=True)

    assert outputs["displayName"] == "mailroom-bot"
    assert outputs["clientId"] is outputs["objectId"] is UNKNOWN


def test_a_second_application_of_a_name_is_made_unless_the_program_says_otherwise(entra, application):
    message = told(entra.create, APPLICATION, BOT)
    assert message.startswith('An existing "azuread_application" with name "mailroom-bot" (ID: "')
    assert "needs to be imported" in message

    second, _ = entra.create(APPLICATION, BOT | {"preventDuplicateNames": False})
    assert second != application[0]


def test_a_change_of_the_name_is_held_against_the_others_too(entra, application):
    entra.create(APPLICATION, BOT | {"displayName": "other"})
    new = entra.checked(APPLICATION, BOT | {"displayName": "other"})

    assert "was found" in told(entra.update, APPLICATION, *application, new)


def test_an_application_is_changed_in_place(entra, application, its_principal):
    new = entra.checked(APPLICATION, BOT | {"displayName": "mail-bot", "tags": ["a"]})
    assert list(entra.diff(APPLICATION, entra.checked(APPLICATION, BOT), new).replaces) == []

    outputs = entra.update(APPLICATION, *application, new)

    assert (outputs["displayName"], outputs["tags"]) == ("mail-bot", ["a"])
    assert read(entra.read(PRINCIPAL, its_principal[0]).properties)["displayName"] == "mail-bot"


def test_the_order_of_owners_and_tags_is_no_difference(entra):
    old, new = BOT | {"tags": ["a", "b"]}, BOT | {"tags": ["b", "a"]}

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


def test_an_application_that_is_gone_reads_as_gone_with_its_principal(entra, application, its_principal):
    entra.delete(APPLICATION, *application)

    assert entra.read(APPLICATION, *application).id == ""
    assert entra.read(PRINCIPAL, *its_principal).id == ""


def test_everything_goes_in_turn_and_leaves_no_trace(entra, cloud):
    with cloud.read() as session:
        before = fingerprint(session)
    application = entra.create(APPLICATION, BOT)
    its_principal = entra.create(PRINCIPAL, {"clientId": application[1]["clientId"], "owners": [DEPLOYER[1]]})
    credential = entra.create(CREDENTIAL, trust(application))

    entra.delete(CREDENTIAL, *credential)
    entra.delete(PRINCIPAL, *its_principal)
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


def test_who_has_lost_its_ownership_can_change_nothing_any_more(entra, cloud, application, its_principal):
    credential = entra.create(CREDENTIAL, trust(application))
    with cloud.write() as session:
        for made in (application, its_principal):
            owners.set_owners(session, made[1]["objectId"], [])

    for token, made, inputs in (
        (PRINCIPAL, its_principal, {"clientId": its_principal[1]["clientId"]}),
        (CREDENTIAL, credential, trust(application)),
    ):
        assert REFUSED in told(entra.update, token, *made, entra.checked(token, inputs))
        assert REFUSED in told(entra.delete, token, *made)
        assert entra.read(token, *made).id == made[0]


@pytest.mark.parametrize("token", [APPLICATION, PRINCIPAL, CREDENTIAL])
def test_what_is_gone_can_be_neither_changed_nor_deleted(entra, application, its_principal, token):
    made = {APPLICATION: application, PRINCIPAL: its_principal}
    made[CREDENTIAL] = entra.create(CREDENTIAL, trust(application))
    inputs = {APPLICATION: BOT, PRINCIPAL: {"clientId": TENANT}, CREDENTIAL: trust(application)}
    entra.delete(APPLICATION, *application)

    for error in (
        told(entra.update, token, *made[token], entra.checked(token, inputs[token])),
        told(entra.delete, token, *made[token]),
    ):
        assert "unexpected status 4" in error


def test_a_taken_over_principal_is_deleted_and_no_failure_told(entra, cloud, application, its_principal):
    taken = entra.create(
        PRINCIPAL, {"clientId": its_principal[1]["clientId"], "owners": [DEPLOYER[1]], "useExisting": True}
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
    with cloud.read() as session:
        before = inventory(session)["applications"]

    message = told(entra.create, APPLICATION, BOT | {"owners": [DEPLOYER[1], group]})

    assert message.startswith(
        "Could not create application: unexpected status 400 (400 Bad Request) with error"
    )
    with cloud.read() as session:
        assert inventory(session)["applications"] == before


def test_a_service_refusal_is_told_with_status_code_and_words(entra, cloud, application):
    with cloud.write() as session:
        owners.set_owners(session, application[1]["objectId"], [])

    assert told(entra.delete, APPLICATION, *application) == (
        f'deleting Application (Application: "{application[1]["objectId"]}"): '
        f"{REFUSED}eges to complete the operation."
    )
