"""Groups, people and other objects of the directory, through Microsoft's client of Microsoft Graph."""

import pytest

from azdo_emulator.model.ids import guid
from azdo_emulator.model.past_connections import STAYED
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, LEGACY, OWNER, TENANT, USERS
from tests.azdo_emulator.http.conftest import client, grant, graph_refusal, token

pytest.importorskip("msgraph", reason="`make .venv/clients` installs it")

PERSON = guid("seed", "dev.one@contoso.com")
SUPPORT = ENTRA_GROUPS["sg-support"][0]


@pytest.fixture
def models():
    """The client's models, imported when they are wanted, because all of them take minutes."""
    from msgraph.generated import models
    from msgraph.generated.models import (  # noqa: F401
        group,
        reference_create,
        service_principal,
        user,
    )

    return models


@pytest.fixture
def reference(server, models):
    """An object by its address."""
    address = f"{server.graph}/v1.0/directoryObjects"
    return lambda object_id: models.reference_create.ReferenceCreate(odata_id=f"{address}/{object_id}")


@pytest.fixture
def writer(server):
    """The deployer, with the right to write groups."""
    grant(server, "Group.ReadWrite.All")


@pytest.fixture
def team(microsoft_graph, ask, models, writer):
    """A new security group."""
    wanted = models.group.Group(
        display_name="sg-reporters", mail_nickname="reporters", mail_enabled=False, security_enabled=True
    )
    return ask(microsoft_graph.groups.post(wanted))


def test_a_group_lives_as_its_body_says(microsoft_graph, ask, models, team):
    one = microsoft_graph.groups.by_group_id(team.id)
    assert (team.display_name, team.mail_nickname) == ("sg-reporters", "reporters")
    assert (team.security_enabled, team.mail_enabled, team.group_types) == (True, False, [])

    ask(one.patch(models.group.Group(description="They report.")))
    found = ask(one.get())

    assert (found.display_name, found.description) == ("sg-reporters", "They report.")

    ask(one.delete())

    assert graph_refusal(ask, one.get())[:2] == (404, "Request_ResourceNotFound")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"display_name": "x"}, "A value is required for property 'mailNickname' of resource 'Group'."),
        ({"mail_nickname": "x"}, "A value is required for property 'displayName' of resource 'Group'."),
        (
            {"display_name": "x", "mail_nickname": "x", "group_types": ["Unified"]},
            "This is a Patless sandbox; its groups are security groups.",
        ),
    ],
)
def test_a_group_that_cannot_be_is_refused(wanted, words, microsoft_graph, ask, models, writer):
    coming = microsoft_graph.groups.post(models.group.Group(**wanted))

    assert graph_refusal(ask, coming) == (400, "Request_BadRequest", words)


def test_who_only_reads_groups_makes_none(microsoft_graph, ask, models, reference):
    one = microsoft_graph.groups.by_group_id(SUPPORT)
    wanted = models.group.Group(display_name="x", mail_nickname="x")

    for coming in (
        microsoft_graph.groups.post(wanted),
        one.delete(),
        one.members.ref.post(reference(PERSON)),
    ):
        assert graph_refusal(ask, coming)[:2] == (403, "Authorization_RequestDenied")


def test_people_principals_and_groups_are_members_and_applications_are_not(
    microsoft_graph, ask, models, reference, team
):
    members = microsoft_graph.groups.by_group_id(team.id).members
    for object_id in (PERSON, DEPLOYER[1], SUPPORT):
        ask(members.ref.post(reference(object_id)))

    kinds = {member.id: type(member) for member in ask(members.get()).value}
    assert kinds == {
        PERSON: models.user.User,
        DEPLOYER[1]: models.service_principal.ServicePrincipal,
        SUPPORT: models.group.Group,
    }
    twice = graph_refusal(ask, members.ref.post(reference(PERSON)))
    assert twice[2].startswith("One or more added object references already exist for the following modified")
    assert (
        "invalid for the 'members' reference" in graph_refusal(ask, members.ref.post(reference(LEGACY[1])))[2]
    )
    assert graph_refusal(ask, members.ref.post(reference(guid("nobody"))))[0] == 404
    [outer] = ask(microsoft_graph.groups.by_group_id(SUPPORT).member_of.get()).value
    assert outer.id == team.id

    ask(members.by_directory_object_id(PERSON).ref.delete())

    assert PERSON not in {member.id for member in ask(members.get()).value}
    assert graph_refusal(ask, members.by_directory_object_id(PERSON).ref.delete())[0] == 404


def test_a_group_has_the_owners_and_members_of_its_body(server, writer):
    with client(f"{server.graph}/beta", token(server, server.graph)) as made:
        address = f"{server.graph}/beta/directoryObjects/{PERSON}"
        body = {
            "displayName": "sg-team",
            "mailNickname": "team",
            "owners@odata.bind": [address],
            "members@odata.bind": [address],
        }
        group = made.post("/groups", json=body).json()
        found = [made.get(f"/groups/{group['id']}/{name}").json()["value"] for name in ("owners", "members")]

    assert [[one["id"] for one in each] for each in found] == [[PERSON], [PERSON]]
    assert group["@odata.context"] == f"{server.graph}/beta/$metadata#groups/$entity"


def test_who_makes_something_owns_it(server):
    with client(f"{server.graph}/v1.0", token(server, server.graph, "dev.one@contoso.com")) as person:
        for path, body in {
            "/groups": {"displayName": "sg-mine", "mailNickname": "mine"},
            "/applications": {"displayName": "mine"},
        }.items():
            made = person.post(path, json=body).json()
            [owner] = person.get(f"{path}/{made['id']}/owners").json()["value"]
            assert owner["id"] == PERSON
            assert person.delete(f"{path}/{made['id']}").status_code == 204


def test_nobody_is_named_an_owner_twice(server):
    with client(f"{server.graph}/v1.0", token(server, server.graph)) as made:
        bound = [f"{server.graph}/v1.0/{kind}/{PERSON}" for kind in ("users", "directoryObjects")]
        answer = made.post("/applications", json={"displayName": "x", "owners@odata.bind": bound})

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "Request contains a property with duplicate values."


def test_a_member_is_found_among_the_members_by_id(microsoft_graph, ask):
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph.generated.groups.item.members.members_request_builder import MembersRequestBuilder as builder

    members = microsoft_graph.groups.by_group_id(SUPPORT).members

    def found(object_id):
        asked = builder.MembersRequestBuilderGetQueryParameters(filter=f"id eq '{object_id}'")
        return [one.id for one in ask(members.get(RequestConfiguration(query_parameters=asked))).value]

    assert found(PERSON) == [PERSON]
    assert found(DEPLOYER[1]) == []


def test_a_person_is_found_by_id_and_by_name(microsoft_graph, ask):
    by_name = ask(microsoft_graph.users.by_user_id("Dev.One@contoso.com").get())
    by_id = ask(microsoft_graph.users.by_user_id(PERSON).get())

    assert by_name.id == by_id.id == PERSON
    assert (by_id.display_name, by_id.mail) == (USERS["dev.one@contoso.com"], "dev.one@contoso.com")
    assert graph_refusal(ask, microsoft_graph.users.by_user_id("x@contoso.com").get())[0] == 404
    assert {one.user_principal_name for one in ask(microsoft_graph.users.get()).value} == {*USERS, STAYED}


def test_objects_are_found_whatever_they_are(microsoft_graph, ask, models):
    from msgraph.generated.directory_objects.get_by_ids import get_by_ids_post_request_body as body

    one = ask(microsoft_graph.directory_objects.by_directory_object_id(SUPPORT).get())
    assert (type(one), one.display_name) == (models.group.Group, "sg-support")
    assert (
        graph_refusal(ask, microsoft_graph.directory_objects.by_directory_object_id(guid("nobody")).get())[0]
        == 404
    )

    def found(ids, types=None):
        wanted = body.GetByIdsPostRequestBody(ids=ids, types=types)
        return {each.id for each in ask(microsoft_graph.directory_objects.get_by_ids.post(wanted)).value}

    ids = [SUPPORT, PERSON, DEPLOYER[1], guid("nobody")]
    assert found(ids) == set(ids[:3])
    assert found(ids, ["user", "group"]) == {SUPPORT, PERSON}


def test_the_tenant_is_contoso(microsoft_graph, ask):
    [found] = ask(microsoft_graph.organization.get()).value

    assert (found.id, found.display_name) == (TENANT, "Contoso")
    assert [(one.name, one.is_default) for one in found.verified_domains] == [("contoso.com", True)]


def test_only_a_person_is_somebody(server, microsoft_graph, ask):
    assert graph_refusal(ask, microsoft_graph.me.get()) == (
        400,
        "BadRequest",
        "/me request is only valid with delegated authentication flow.",
    )
    with client(f"{server.graph}/v1.0", token(server, server.graph, OWNER)) as admin:
        assert admin.get("/me").json()["userPrincipalName"] == OWNER


def test_nobody_has_a_manager(microsoft_graph, ask):
    one = microsoft_graph.users.by_user_id(PERSON)

    assert graph_refusal(ask, one.manager.get())[:2] == (404, "Request_ResourceNotFound")
