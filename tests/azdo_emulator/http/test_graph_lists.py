"""Lists of Microsoft Graph: what is asked for, in pages that cost the same however many objects there are."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azdo_emulator.http.graph import applications, groups, service_principals, users
from azdo_emulator.http.graph.filters import condition
from azdo_emulator.http.serving import serving
from azdo_emulator.model import Cloud, Refused, open_seeded
from azdo_emulator.model.crowd import join
from azdo_emulator.model.ids import guid
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, LEGACY
from tests.azdo_emulator.http.conftest import client, grant, token

FIELDS = {
    "applications": applications.FIELDS,
    "servicePrincipals": service_principals.FIELDS,
    "groups": groups.FIELDS,
    "users": users.FIELDS,
}
SUPPORT = ENTRA_GROUPS["sg-support"][0]


def names(graph, path, filter):
    """The names of what a filter finds."""
    answer = graph.get(path, params={"$filter": filter})
    assert answer.status_code == 200, answer.text
    return {one["displayName"] for one in answer.json()["value"]}


FOUND = {
    "appId eq '{0[2]}'": ("applications", {"legacy-deploy"}),
    "displayName eq 'LEGACY-Deploy'": ("applications", {"legacy-deploy"}),
    "displayName eq 'it''s'": ("applications", set()),
    "appId in ('{0[2]}', '{1[2]}')": ("applications", {"legacy-deploy", "patless-deployer"}),
    "startswith(displayName, 'Leg')": ("applications", {"legacy-deploy"}),
    "startsWith(displayName,'x') or displayName eq 'legacy-deploy'": ("applications", {"legacy-deploy"}),
    "displayName eq 'legacy-deploy' and appId eq '{1[2]}'": ("applications", set()),
    "(displayName eq 'a' or id eq '{0[1]}') and startswith(displayName,'l')": (
        "applications",
        {"legacy-deploy"},
    ),
    "displayName eq 'a' or displayName eq 'legacy-deploy' and id eq '{0[1]}'": (
        "applications",
        {"legacy-deploy"},
    ),
    "identifierUris/any(uri:uri eq 'api://x')": ("applications", set()),
    "servicePrincipalType eq 'ManagedIdentity' and accountEnabled eq true": (
        "servicePrincipals",
        {"contoso-ingest"},
    ),
    "accountEnabled eq false": ("servicePrincipals", set()),
    "mailEnabled eq false and securityEnabled eq true and displayName eq 'sg-support'": (
        "groups",
        {"sg-support"},
    ),
    "mailEnabled eq true": ("groups", set()),
    "mailNickname eq 'sg-support'": ("groups", {"sg-support"}),
    "userPrincipalName eq 'Dev.One@contoso.com'": ("users", {"Dev One"}),
    "mail eq 'dev.one@contoso.com'": ("users", {"Dev One"}),
    "mailNickname eq 'Dev.One'": ("users", {"Dev One"}),
    "employeeId eq '1'": ("users", set()),
}


@pytest.mark.parametrize("filter", FOUND)
def test_a_filter_finds_what_it_asks_for(filter, graph):
    path, expected = FOUND[filter]

    assert names(graph, f"/{path}", filter.format(LEGACY, DEPLOYER)) == expected


def test_a_tag_is_found_in_any_case(server, graph):
    graph.post("/applications", json={"displayName": "tagged", "tags": ["managed-by:patless"]})

    assert names(graph, "/applications", "tags/any(t:t eq 'Managed-by:Patless')") == {"tagged"}


NOT_FOUND = {
    "displayName ne 'x'": "Request_UnsupportedQuery",
    "endswith(displayName, 'x')": "BadRequest",
    "not displayName eq 'x'": "BadRequest",
    "accountEnabled eq 'true'": "BadRequest",
    "displayName eq true": "Request_UnsupportedQuery",
    "displayName eq x": "BadRequest",
    "displayName eq 'x": "BadRequest",
    "displayName": "BadRequest",
    "displayName eq 'x' displayName": "BadRequest",
    "(displayName eq 'x'": "BadRequest",
    "tags eq 'x'": "Request_UnsupportedQuery",
    "displayName/any(d:d eq 'x')": "Request_UnsupportedQuery",
    "colour eq 'blue'": "BadRequest",
    f"id in ({','.join(['NULL'] * 2)})": "BadRequest",
    f"id in ({','.join([repr('x')] * 16)})": "Request_UnsupportedQuery",
    "(" * 400 + "id eq 'x'" + ")" * 400: "BadRequest",
}


@pytest.mark.parametrize("filter", NOT_FOUND, ids=lambda filter: filter[:40])
def test_a_filter_that_is_not_understood_is_refused(filter, graph):
    answer = graph.get("/applications", params={"$filter": filter})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, NOT_FOUND[filter])


@given(
    st.sampled_from(sorted(FIELDS)),
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "id",
                "tags",
                "accountEnabled",
                "eq",
                "in",
                "any",
                "startswith",
                "and",
                "or",
                "(",
                ")",
                ",",
                ":",
                "/",
                "'x'",
                "true",
            ]
        )
    ).map(" ".join),
)
def test_no_text_is_more_than_a_filter(kind, filter):
    try:
        found = condition(filter, FIELDS[kind], "Thing")
    except Refused:
        return
    assert "'x'" not in found.sql
    assert found.sql.count("?") == len(found.values)


@pytest.mark.parametrize(
    "option", ["$orderby=displayName", "$search=x", "$expand=owners", "$count=true", "$skip=1"]
)
def test_an_option_that_is_not_known_is_refused(option, graph):
    answer = graph.get(f"/applications?{option}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "Request_BadRequest")
    assert answer.json()["error"]["message"] == f"{option.partition('=')[0]} is not currently supported."


@pytest.mark.parametrize("top", [0, 1000])
def test_a_page_has_a_size_that_there_is(top, graph):
    answer = graph.get(f"/users?$top={top}")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == (
        f"Invalid page size specified: '{top}'. Must be between 1 and 999 inclusive."
    )


def test_a_page_that_nobody_gave_out_is_refused(graph):
    answer = graph.get("/users?$skiptoken=***")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "Directory_ExpiredPageToken")


def test_what_is_selected_is_told_and_nothing_else(graph):
    [found] = graph.get(
        "/users?$filter=userPrincipalName eq 'dev.one@contoso.com'&$select=id,accountEnabled,department"
    ).json()["value"]

    assert found == {"id": guid("seed", "dev.one@contoso.com"), "accountEnabled": True, "department": None}
    assert "accountEnabled" not in graph.get("/users/dev.one@contoso.com").json()


def everything(graph, path):
    """The ids of all pages, and how many pages there were."""
    found, pages, url = [], 0, path
    while url:
        page = graph.get(url).json()
        found += [one["id"] for one in page["value"]]
        pages, url = pages + 1, page.get("@odata.nextLink")
    return found, pages


COLLECTIONS = [
    "/users",
    "/servicePrincipals",
    "/applications",
    "/groups",
    f"/groups/{SUPPORT}/members",
    f"/servicePrincipals/{guid('seed', 'Microsoft Graph')}/appRoleAssignedTo",
]


@pytest.mark.parametrize("path", COLLECTIONS)
def test_pages_together_are_the_list(path, server, graph):
    grant(server, "Application.Read.All")
    whole, pages = everything(graph, path)

    assert (everything(graph, f"{path}?$top=1"), pages) == ((whole, len(whole)), 1)
    assert len(set(whole)) == len(whole) > 0


def test_a_page_keeps_what_was_asked_for(graph):
    filter = "startswith(displayName,'sg-')"
    first = graph.get("/groups", params={"$filter": filter, "$top": 1, "$select": "displayName"}).json()
    second = graph.get(first["@odata.nextLink"]).json()

    told = [one for page in (first, second) for one in page["value"]]
    assert len({one["displayName"] for one in told}) == 2
    assert all(set(one) == {"displayName"} for one in told)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """Clouds of two sizes, and in the larger one a group and a service with a crowd."""
    made = {}
    for size in (30, 3000):
        folder = tmp_path_factory.mktemp("sized")
        open_seeded(folder).close()
        with Cloud(folder) as cloud, cloud.write() as session:
            join(session, size)
            in_group = "INSERT OR IGNORE INTO directory_group_members SELECT ?, object_id FROM users"
            session.run(in_group, SUPPORT)
            session.run(
                "INSERT INTO app_role_assignments SELECT object_id, object_id, ?, 'a role', '' FROM users",
                guid("seed", "Microsoft Graph"),
            )
        made[size] = folder
    return made


ASKED = {
    **{path: path for path in COLLECTIONS},
    "a name": "/users?$filter=displayName eq 'person-00003'",
    "a client id": f"/servicePrincipals?$filter=appId eq '{DEPLOYER[2]}'",
    "a user principal name": "/users?$filter=userPrincipalName eq 'dev.one@contoso.com'",
    "a nickname": "/users?$filter=mailNickname eq 'Person-00003'",
    "managed identities": "/servicePrincipals?$filter=servicePrincipalType eq 'ManagedIdentity'",
    "a member": f"/groups/{SUPPORT}/members?$filter=id eq '{guid('seed', 'dev.one@contoso.com')}'",
}


@pytest.mark.parametrize("what", ASKED)
def test_a_page_costs_the_same_however_many_there_are(what, sizes, tmp_path, monkeypatch):
    costs = []
    for folder in sizes.values():
        place = tmp_path / folder.name
        shutil.copytree(folder, place)
        with serving(place) as server:
            monkeypatch.setenv("SSL_CERT_FILE", str(place / "ca.pem"))
            steps = 0

            def step():
                nonlocal steps
                steps += 1

            with client(f"{server.graph}/v1.0", token(server, server.graph)) as graph:
                server.cloud._connection.set_progress_handler(step, 10)
                path = ASKED[what]
                answer = graph.get(path + ("&" if "?" in path else "?") + "$top=5")
            assert answer.status_code == 200
            costs.append((steps, len(answer.json()["value"])))

    # In steps of SQLite's machine, which know nothing of what else the computer does.
    (small, few), (large, many) = costs
    assert few == many
    assert 0 < large <= small * 1.2
