"""Personal access tokens: own ones by a bare client, since no other has the call, those of others not."""

from datetime import UTC, datetime, timedelta

import pytest

from azdo_emulator.model import Session, ids
from azdo_emulator.model.devops import personal_access_tokens, policies
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.devops.token_rules import Wish
from azdo_emulator.model.seed import ENTRA_GROUPS
from azdo_emulator.model.store import written
from tests.azdo_emulator.http.conftest import client, connected, refused, token

OWNER, PERSON = "admin@contoso.com", "dev.two@contoso.com"
PATS = "/_apis/tokens/pats"
PACKAGES = "vso.packaging"


def at(**ahead):
    return written(datetime.now(UTC) + timedelta(**ahead))


def as_person(server, name=PERSON):
    return client(f"{server.http}/vssps.dev.azure.com/contoso", token(server, person=name))


@pytest.fixture
def person(server):
    with as_person(server) as made:
        yield made


@pytest.fixture
def create(person):
    def create(**wanted):
        given = {"displayName": "mine", "scope": PACKAGES, "validTo": at(days=7), "allOrgs": False} | wanted
        answer = person.post(PATS, json=given)
        assert answer.status_code == 200
        return answer.json()

    return create


@pytest.fixture
def policy(server):
    def set_to(name, value=True, **properties):
        with server.cloud.write() as session:
            change = policies.set_tenant_policy if name.startswith("Tenant") else policies.update_policy
            change(session, get_organization(session, "contoso"), name, value, properties)

    return set_to


@pytest.fixture
def today(monkeypatch):
    def be(moment):
        monkeypatch.setattr(Session, "now", lambda session: f"{moment}T00:00:00.000Z")

    return be


@pytest.fixture
def person_descriptor(server):
    with server.cloud.read() as session:
        organization = get_organization(session, "contoso")
        return get_subject_by_origin(session, organization, ids.guid("seed", PERSON)).descriptor


def own(person, **which):
    return {each["displayName"] for each in person.get(PATS, params=which).json()["patTokens"]}


def test_a_token_is_told_once_and_kept_nowhere(server, person, create):
    made = create()

    found = person.get(PATS, params={"authorizationId": made["patToken"]["authorizationId"]}).json()
    assert made["patTokenError"] == found["patTokenError"] == "none"
    assert found["patToken"] == made["patToken"] | {"token": None}
    written = b"".join(path.read_bytes() for path in server.cloud.path.parent.glob("cloud.sqlite*"))
    assert made["patToken"]["authorizationId"].encode() in written
    assert made["patToken"]["token"].encode() not in written


def test_a_token_opens_no_server(server, create):
    made = create()["patToken"]["token"]

    with client(server.http, "") as nobody:
        assert nobody.get("/contoso/_apis/projects", auth=("", made)).status_code == 401


def test_only_a_person_has_tokens(server):
    with client(f"{server.http}/vssps.dev.azure.com/contoso", token(server)) as application:
        for answer in (
            application.get(PATS),
            application.post(PATS, json={}),
            application.put(PATS, json={"authorizationId": "x"}),
            application.delete(PATS, params={"authorizationId": "x"}),
        ):
            assert refused(answer) == (403, "AccessDeniedException")


WRONG = {
    "displayNameRequired": {"displayName": ""},
    "invalidScope": {"scope": "everything"},
    "invalidValidTo": {"validTo": "2020-01-01T00:00:00Z"},
    "globalPATCreationBlocked": {"allOrgs": True},
}


@pytest.mark.parametrize("error", WRONG)
def test_a_refusal_is_a_200_that_says_why(create, error):
    assert create(**WRONG[error]) == {"patToken": None, "patTokenError": error}


def test_a_change_keeps_what_it_does_not_name(person, create):
    made = create()["patToken"]
    change = {"authorizationId": made["authorizationId"], "displayName": "renamed"}

    changed = person.put(PATS, json=change).json()["patToken"]

    assert changed == made | {"displayName": "renamed", "token": None}


def test_an_expired_token_is_not_extended(person, create, today):
    made = create(validTo=at(days=2))["patToken"]
    change = {"authorizationId": made["authorizationId"], "validTo": "2030-01-08T00:00:00Z"}

    today("2030-01-01")

    assert person.put(PATS, json=change).json()["patTokenError"] == "expiredPatCannotBeExtended"
    assert "mine" in own(person, displayFilterOption="expired")
    assert "mine" not in own(person)


def test_a_revoked_token_is_listed_as_one(person, create):
    made = create()["patToken"]
    assert "mine" in own(person)

    assert person.delete(PATS, params={"authorizationId": made["authorizationId"]}).status_code == 204

    assert "mine" not in own(person)
    assert "mine" in own(person, displayFilterOption="revoked") & own(person, displayFilterOption="all")


def test_nobody_sees_or_changes_those_of_another(server, create):
    made = create()["patToken"]
    change = {"authorizationId": made["authorizationId"], "displayName": "taken"}

    with as_person(server, OWNER) as other:
        assert other.put(PATS, json=change).json()["patTokenError"] == "authorizationNotFound"
        assert "mine" not in own(other)


def test_global_tokens_were_made_until_their_day(create, today):
    today("2026-03-14")
    assert create(allOrgs=True, validTo="2026-12-31T00:00:00Z")["patToken"]["targetAccounts"] is None
    today("2026-03-15")
    assert create(allOrgs=True, validTo="2026-12-31T00:00:00Z")["patTokenError"] == "globalPATCreationBlocked"


POLICIES = {
    policies.RESTRICT_GLOBAL: ({"allOrgs": True}, "globalPatPolicyViolation"),
    policies.RESTRICT_FULL_SCOPE: ({"scope": "app_token"}, "fullScopePatPolicyViolation"),
    policies.RESTRICT_CREATION: ({}, "disablePatCreationPolicyViolation"),
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_refuses_and_exempts(create, policy, today, name):
    wanted, error = POLICIES[name]
    wanted = wanted | {"validTo": "2026-01-31T00:00:00Z"}
    today("2026-01-10")
    policy(name)

    assert create(**wanted)["patTokenError"] == error
    group = ENTRA_GROUPS["sg-platform"][0]
    if name.startswith("Tenant"):
        policy(name, AllowedUsersAndGroupObjectIds=[group])
    else:
        policy(name, isAllowListEnabled=True, allowedUsersAndGroupObjectIds=[{"objectId": group}])
    assert create(**wanted)["patTokenError"] == "none"


def test_packages_alone_may_be_let_out(create, policy):
    policy(policies.RESTRICT_CREATION, isPackagingScopeEnabled=True)

    assert create(scope="vso.packaging_write vso.packaging")["patTokenError"] == "none"
    assert create(scope="vso.packaging vso.code")["patTokenError"] == "disablePatCreationPolicyViolation"


def test_the_lifespan_policy_makes_a_token_shorter(create, policy):
    policy(policies.RESTRICT_LIFESPAN, MaxPatLifespanInDays=3)

    assert create(validTo=at(days=90))["patToken"]["validTo"] < at(days=3, seconds=1)


def test_tokens_come_in_pages(person, create):
    for number in range(3):
        create(displayName=f"token-{number}")
    found, more = [], ""

    while True:
        page = person.get(PATS, params={"$top": 2, "continuationToken": more}).json()
        found += [each["displayName"] for each in page["patTokens"]]
        if not (more := page["continuationToken"]):
            break

    assert {"token-0", "token-1", "token-2"} <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("discovery", ["full", "empty"])
def test_an_administrator_sees_the_tokens_of_others_and_revokes_them(
    server, person, create, azure_devops, person_descriptor
):
    made = [create(displayName=f"token-{number}")["patToken"]["authorizationId"] for number in range(3)]
    admin, found, more = azure_devops.get_token_admin_client(), {}, None

    while True:
        page = admin.list_personal_access_tokens(person_descriptor, page_size=2, continuation_token=more)
        found |= {each.authorization_id: each for each in page.value}
        if not (more := page.continuation_token):
            break
    assert set(made) <= set(found)
    assert all(found[id].is_valid and found[id].token is None for id in made)

    admin.revoke_authorizations([{"authorizationId": id} for id in made])
    assert not {"token-0", "token-1", "token-2"} & own(person)
    assert admin.list_personal_access_tokens(person_descriptor, is_public=True).value == []
    admin.create_revocation_rule({"scopes": "vso.code"})


def test_no_global_token_opens_anything_from_its_day_on(server, azure_devops, person_descriptor, today):
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        owner = get_subject_by_origin(session, organization, ids.guid("seed", PERSON))
        made, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
        wish = Wish("global", "app_token", end, all_orgs=True)
        personal_access_tokens.add_pat(session, organization, owner, wish, made)
    admin = azure_devops.get_token_admin_client()

    def is_valid():
        listed = admin.list_personal_access_tokens(person_descriptor, page_size=100).value
        [found] = [each for each in listed if each.display_name == "global"]
        return found.is_valid

    today("2026-11-30")
    before = is_valid()
    today("2026-12-01")
    assert (before, is_valid()) == (True, False)


def test_only_an_administrator_sees_those_of_others(server, azure_devops_package, person_descriptor):
    with connected(azure_devops_package, server, token(server, person=PERSON)) as clients:
        admin = clients.get_token_admin_client()
        for call in (
            lambda: admin.list_personal_access_tokens(person_descriptor),
            lambda: admin.revoke_authorizations([{"authorizationId": "x"}]),
        ):
            with pytest.raises(Exception, match="TF50309"):
                call()
