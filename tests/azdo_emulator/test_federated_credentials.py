"""A trust is one issuer, one subject and one audience; an identity has each once, and twenty at most."""

import pytest

from azdo_emulator.model import Refused, fingerprint, writing
from azdo_emulator.model.azure import identities, identity_credentials, resource_groups
from azdo_emulator.model.entra import applications, directory, federated_credentials
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

from .conftest import refusal

AUDIENCES = ["api://AzureADTokenExchange"]
GIT_HUB = "https://token.actions.githubusercontent.com"


@pytest.fixture
def identity(session):
    return identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-support", "id-bot", location="westeurope"
    )


@pytest.fixture(params=["application", "managed identity"])
def holder(request, session, identity):
    if request.param == "managed identity":
        return identity.principal_id
    return directory.create_application(session, TENANT, "bot").object_id


def trust(session, holder, name="production", subject="repo:contoso/mailroom", audiences=AUDIENCES, **wanted):
    issuer = wanted.pop("issuer", GIT_HUB)
    return federated_credentials.create_federated_identity_credential(
        session, holder, name, issuer, subject, audiences, **wanted
    )


def test_a_trust_is_found_by_its_name_and_by_its_id(session, holder):
    made = trust(session, holder)

    assert federated_credentials.get_federated_identity_credential(session, holder, "PRODUCTION") == made
    assert (
        federated_credentials.get_federated_identity_credential(session, holder, made.credential_id) == made
    )


def test_ids_are_the_same_in_any_case(session, holder):
    made = trust(session, holder.upper())
    upper = (holder.upper(), made.credential_id.upper())

    assert federated_credentials.get_federated_identity_credential(session, *upper) == made
    assert federated_credentials.list_federated_identity_credentials(session, holder.upper()) == [made]
    federated_credentials.delete_federated_identity_credential(session, *upper)
    assert federated_credentials.list_federated_identity_credentials(session, holder) == []


def test_what_is_not_there_can_neither_be_changed_nor_deleted(session, holder):
    for call, more in (
        (federated_credentials.update_federated_identity_credential, (GIT_HUB, "subject", AUDIENCES)),
        (federated_credentials.delete_federated_identity_credential, ()),
    ):
        assert refusal(call, session, holder, TENANT, *more) == (404, "Request_ResourceNotFound")


def test_an_issuers_subject_is_trusted_once(session, holder):
    trust(session, holder)

    with pytest.raises(Refused, match=r"[Ii]ssuer and subject") as refused:
        trust(session, holder, name="other")

    assert refused.value.status == 400


def test_a_change_cannot_make_a_second_trust_of_a_subject(session, holder):
    trust(session, holder)
    other = trust(session, holder, name="other", subject="repo:contoso/other")

    with pytest.raises(Refused, match=r"[Ii]ssuer and subject"):
        federated_credentials.update_federated_identity_credential(
            session, holder, other.credential_id, GIT_HUB, "repo:contoso/mailroom", AUDIENCES
        )


def test_a_subject_in_another_case_is_another_subject(session, holder):
    trust(session, holder)

    trust(session, holder, name="other", subject="repo:Contoso/mailroom")

    assert len(federated_credentials.list_federated_identity_credentials(session, holder)) == 2


def test_two_identities_may_trust_the_same(session, identity):
    trust(session, identity.principal_id)
    trust(session, directory.create_application(session, TENANT, "bot").object_id)


def test_a_change_keeps_name_and_id(session, holder):
    made = trust(session, holder)

    changed = federated_credentials.update_federated_identity_credential(
        session, holder, made.credential_id, GIT_HUB, "repo:contoso@242/mailroom@991", AUDIENCES, "renamed"
    )

    assert (changed.credential_id, changed.name) == (made.credential_id, "production")
    assert federated_credentials.list_federated_identity_credentials(session, holder) == [changed]


def test_the_twenty_first_trust_is_refused(session, holder):
    for number in range(20):
        trust(session, holder, name=f"trust-{number}", subject=f"repo:contoso/{number}")

    with pytest.raises(Refused, match="at most 20"):
        trust(session, holder, name="one-more")


@pytest.mark.parametrize("audiences", [[], [*AUDIENCES, "api://other"]])
def test_a_trust_has_exactly_one_audience(session, holder, audiences):
    with pytest.raises(Refused, match="must have exactly one audience"):
        trust(session, holder, audiences=audiences)


@pytest.mark.parametrize("name", ["ab", "-production", "pro duction", "a" * 121, "pro.duction"])
def test_a_name_against_the_rules_is_refused(session, holder, name):
    with pytest.raises(Refused, match="3 to 120 letters"):
        trust(session, holder, name=name)


@pytest.mark.parametrize("what", ["issuer", "subject", "description"])
def test_six_hundred_characters_are_enough(session, holder, what):
    trust(session, holder, **{what: "x" * 600})

    with pytest.raises(Refused, match=f"The {what} of a federated identity credential has at most 600"):
        trust(session, holder, name="longer", **{what: "x" * 601})


def test_two_trusts_of_an_application_cannot_share_a_name(session):
    application = directory.create_application(session, TENANT, "bot").object_id
    trust(session, application)

    found = refusal(trust, session, application, name="Production", subject="other")

    assert found == (409, "Request_MultipleObjectsWithSameKeyValue")


def test_a_trust_of_nobody_is_refused(session):
    assert refusal(trust, session, TENANT) == (404, "Request_ResourceNotFound")


def test_a_trust_goes_with_what_it_is_for(session):
    before = fingerprint(session)
    application = directory.create_application(session, TENANT, "bot").object_id
    trust(session, application)

    applications.delete_application(session, application)

    assert fingerprint(session) == before


def test_who_is_trusted_can_sign_in(session, identity):
    assert not federated_credentials.is_trusted(session, identity.client_id, GIT_HUB, "repo:contoso/mailroom")

    made = trust(session, identity.principal_id)

    client_id = identity.client_id.upper()
    assert federated_credentials.is_trusted(session, client_id, GIT_HUB, "repo:contoso/mailroom")
    assert not federated_credentials.is_trusted(session, identity.client_id, GIT_HUB, "REPO:contoso/mailroom")
    federated_credentials.delete_federated_identity_credential(
        session, identity.principal_id, made.credential_id
    )
    assert not federated_credentials.is_trusted(session, identity.client_id, GIT_HUB, "repo:contoso/mailroom")


def put(session, name="production", subject="repo:contoso/mailroom", identity="id-bot"):
    return identity_credentials.federated_identity_credentials_create_or_update(
        session,
        SUBSCRIPTION,
        "RG-Support",
        identity,
        name,
        issuer=GIT_HUB,
        subject=subject,
        audiences=AUDIENCES,
    )


PLACE = (SUBSCRIPTION, "rg-support", "id-bot")


def test_azure_puts_a_second_trust_of_a_name_over_the_first(session, identity):
    first = put(session)

    second = put(session, "PRODUCTION", "repo:contoso/other")

    assert (second.credential_id, second.subject) == (first.credential_id, "repo:contoso/other")
    assert identity_credentials.federated_identity_credentials_list(session, *PLACE) == [second]


def test_a_trust_that_is_not_there_is_not_found_and_fine_to_delete(session, identity):
    place = (*PLACE, "production")

    assert refusal(identity_credentials.federated_identity_credentials_get, session, *place) == (
        404,
        "ResourceNotFound",
    )
    identity_credentials.federated_identity_credentials_delete(session, *place)


def test_a_trust_of_an_identity_that_is_not_there_is_refused(session):
    assert refusal(put, session, identity="id-x") == (404, "ParentResourceNotFound")


def test_a_deleted_group_leaves_no_trust_behind(session):
    before = fingerprint(session)
    resource_groups.resource_groups_create_or_update(session, SUBSCRIPTION, "rg-x", location="westeurope")
    made = identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-x", "id-x", location="westeurope"
    )
    trust(session, made.principal_id)

    resource_groups.resource_groups_delete(session, SUBSCRIPTION, "rg-x")

    assert fingerprint(session) == before


def test_an_identity_takes_one_write_at_a_time(session, identity, monkeypatch):
    monkeypatch.setattr(writing, "GRACE", 600.0)
    other = identities.user_assigned_identities_create_or_update(
        session, SUBSCRIPTION, "rg-support", "id-other", location="westeurope"
    )
    place = identity_credentials.begin_write(session, identity)

    with pytest.raises(Refused, match="Too many Federated Identity Credentials are written") as refused:
        identity_credentials.begin_write(session, identity)

    code = "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"
    assert (refused.value.status, refused.value.code) == (409, code)
    identity_credentials.begin_write(session, other)
    writing.end(session, place)
    identity_credentials.begin_write(session, identity)


def test_a_write_that_never_came_back_does_not_block_for_ever(session, identity, monkeypatch):
    monkeypatch.setattr(writing, "GRACE", -1.0)

    identity_credentials.begin_write(session, identity)

    identity_credentials.begin_write(session, identity)


def test_a_write_under_way_is_no_part_of_the_cloud(session, identity):
    before = fingerprint(session)

    identity_credentials.begin_write(session, identity)

    assert fingerprint(session) == before
