"""Managed identities and their federated credentials, through azure-mgmt-msi."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from azdo_emulator.model import writing
from azdo_emulator.model.azure.identities import (
    user_assigned_identities_create_or_update,
    user_assigned_identities_get,
)
from azdo_emulator.model.azure.identity_credentials import begin_write
from azdo_emulator.model.entra.directory import get_service_principal
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

from .azure import authorization, make, managed_identities, refusal, resources

__all__ = ["authorization", "make", "managed_identities", "resources"]

GROUP = "rg-support"
ISSUER = "https://token.actions.githubusercontent.com"
TRUST = {
    "properties": {
        "issuer": ISSUER,
        "subject": "repo:contoso/mailroom:environment:production",
        "audiences": ["api://AzureADTokenExchange"],
    }
}
API = {"api-version": "2023-01-31"}


@pytest.fixture
def identity(managed_identities):
    return managed_identities.user_assigned_identities.create_or_update(
        GROUP, "id-bot", {"location": "West Europe", "tags": {"a": "b"}}
    )


@pytest.fixture
def identities(managed_identities):
    return managed_identities.user_assigned_identities


@pytest.fixture
def credentials(managed_identities):
    return managed_identities.federated_identity_credentials


def test_an_identity_shows_what_it_is(identity, identities):
    assert identity.id == (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
        "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-bot"
    )
    assert (identity.location, identity.tags, identity.tenant_id) == ("westeurope", {"a": "b"}, TENANT)
    assert len({identity.principal_id, identity.client_id, TENANT}) == 3
    assert identities.get(GROUP.upper(), "ID-BOT") == identity


def test_what_the_rest_server_makes_is_in_entra(server, identity):
    with server.cloud.read() as session:
        principal = get_service_principal(session, identity.principal_id)

    assert (principal.app_id, principal.service_principal_type) == (identity.client_id, "ManagedIdentity")


def test_what_the_plug_ins_make_is_seen_here(server, identities):
    with server.cloud.write() as session:
        made = user_assigned_identities_create_or_update(
            session, SUBSCRIPTION, GROUP, "id-other", location="westeurope"
        )

    assert identities.get(GROUP, "id-other").principal_id == made.principal_id


def test_an_id_that_is_free_reads_as_not_found_before_it_is_made(resource_manager, identity):
    """The official plug-in asks so before each create, and then expects a 201."""
    path = identity.id.replace("id-bot", "id-new")

    before = resource_manager.get(path, params=API)
    made = resource_manager.put(path, params=API, json={"location": "westeurope"})
    again = resource_manager.put(path, params=API, json={"location": "westeurope"})

    assert (before.status_code, before.json()["error"]["code"]) == (404, "ResourceNotFound")
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json() == resource_manager.get(path, params=API).json()


def test_an_identity_changes_its_tags_and_stays_itself(identities, identity):
    changed = identities.update(GROUP, "id-bot", {"tags": {"c": "d"}})

    assert (changed.tags, changed.principal_id) == ({"c": "d"}, identity.principal_id)


def test_an_identity_is_deleted_once_and_then_it_is_fine(resource_manager, identities, identity):
    identities.delete(GROUP, "id-bot")

    assert refusal(identities.get, GROUP, "id-bot")[:2] == (404, "ResourceNotFound")
    assert resource_manager.delete(identity.id, params=API).status_code == 204


def test_an_identity_is_refused_in_azures_words(identities, identity):
    make = identities.create_or_update

    assert refusal(make, "rg-none", "id-bot", {"location": "westeurope"})[:2] == (
        404,
        "ResourceGroupNotFound",
    )
    assert refusal(make, GROUP, "id-bot", {"location": "northeurope"})[:2] == (
        409,
        "InvalidResourceLocation",
    )
    assert refusal(make, GROUP, "x", {"location": "westeurope"})[:2] == (400, "InvalidResourceName")
    assert refusal(make, GROUP, "id-new", {})[:2] == (400, "LocationRequired")


def test_identities_are_listed_page_by_page_in_their_own_group(server, identities):
    names = [f"id-{number:03}" for number in range(205)]
    with server.cloud.write() as session:
        for group, some in (("rg-support", names), ("rg-payments", ["id-else"]), ("rg-shared", ["id-more"])):
            for name in some:
                user_assigned_identities_create_or_update(
                    session, SUBSCRIPTION, group, name, location="westeurope"
                )

    pages = [[found.name for found in page] for page in identities.list_by_resource_group(GROUP).by_page()]
    everybody = [found.name for found in identities.list_by_subscription()]

    assert [len(page) for page in pages] == [100, 100, 5]
    assert [name for page in pages for name in page] == names
    assert sorted(everybody) == sorted([*names, "id-else", "id-more"])


def test_a_page_that_is_exactly_full_is_the_last_one(server, identities):
    with server.cloud.write() as session:
        for number in range(100):
            user_assigned_identities_create_or_update(
                session, SUBSCRIPTION, GROUP, f"id-{number:03}", location="westeurope"
            )

    assert [len(list(page)) for page in identities.list_by_resource_group(GROUP).by_page()] == [100]


def test_a_credential_is_made_read_changed_and_deleted(credentials, identity):
    made = credentials.create_or_update(GROUP, "id-bot", "production", TRUST)
    other = {"properties": TRUST["properties"] | {"subject": "repo:contoso/mailroom:environment:test"}}
    changed = credentials.create_or_update(GROUP, "id-bot", "production", other)

    assert made.id == f"{identity.id}/federatedIdentityCredentials/production"
    assert (made.issuer, made.audiences) == (ISSUER, ["api://AzureADTokenExchange"])
    assert (changed.id, changed.subject) == (made.id, "repo:contoso/mailroom:environment:test")
    assert credentials.get(GROUP, "id-bot", "production") == changed
    assert list(credentials.list(GROUP, "id-bot")) == [changed]

    credentials.delete(GROUP, "id-bot", "production")
    credentials.delete(GROUP, "id-bot", "production")

    assert list(credentials.list(GROUP, "id-bot")) == []
    assert refusal(credentials.get, GROUP, "id-bot", "production")[:2] == (404, "ResourceNotFound")


def test_one_identity_takes_one_write_of_a_credential_at_a_time(server, credentials, identity):
    with server.cloud.write() as session:
        place = begin_write(session, identity_of(session))

    for call, args in (
        (credentials.create_or_update, ("production", TRUST)),
        (credentials.delete, ("production",)),
    ):
        status, code, message = refusal(call, GROUP, "id-bot", *args)
        assert (status, code) == (409, "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity")
        assert identity.id.lower() in message

    with server.cloud.write() as session:
        writing.end(session, place)
    assert credentials.create_or_update(GROUP, "id-bot", "production", TRUST).name == "production"


def identity_of(session):
    return user_assigned_identities_get(session, SUBSCRIPTION, GROUP, "id-bot")


def test_of_many_who_write_at_once_some_are_sent_away_and_the_place_is_free_again(resource_manager, identity):
    def put(number):
        body = {"properties": TRUST["properties"] | {"subject": f"repo:contoso/{number}"}}
        path = f"{identity.id}/federatedIdentityCredentials/number-{number}"
        return resource_manager.put(path, params=API, json=body).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(put, range(8)))

    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert put(9) == 201


def test_a_refused_write_leaves_the_place_free(credentials, identity):
    wrong = {"properties": TRUST["properties"] | {"audiences": []}}

    assert refusal(credentials.create_or_update, GROUP, "id-bot", "production", wrong)[0] == 400
    assert credentials.create_or_update(GROUP, "id-bot", "production", TRUST).name == "production"


def test_a_credential_needs_its_identity(credentials):
    for call, args in (
        (credentials.create_or_update, ("production", TRUST)),
        (credentials.get, ("production",)),
        (credentials.list, ()),
    ):
        status, code, message = refusal(call, GROUP, "id-none", *args)
        assert (status, code) == (404, "ParentResourceNotFound")
        assert "id-none" in message


def test_a_second_trust_in_the_same_subject_is_refused(credentials, identity):
    credentials.create_or_update(GROUP, "id-bot", "production", TRUST)

    status, code, message = refusal(credentials.create_or_update, GROUP, "id-bot", "again", TRUST)

    assert (status, code) == (400, "BadRequest")
    assert message == "Issuer and subject combination already exists for this Managed Identity."


def test_a_body_that_is_not_readable_says_where_and_not_what(resource_manager, identity):
    path = f"{identity.id}/federatedIdentityCredentials/production"

    response = resource_manager.put(path, params=API, json={"properties": {"issuer": ["hush"]}})

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (400, "InvalidRequestContent")
    assert "issuer" in error["message"]
    assert "hush" not in response.text
