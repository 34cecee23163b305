"""Members and their access levels, through Microsoft's own client."""

import pytest

from azdo_emulator.http.devops import members
from azdo_emulator.model import crowd, fingerprint
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.past import PEOPLE
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER, ENTRA_GROUPS
from azdo_emulator.providers.values import read
from tests.azdo_emulator.conftest import ENTITLEMENT
from tests.azdo_emulator.conftest import devops as devops
from tests.azdo_emulator.conftest import principal as principal
from tests.azdo_emulator.conftest import start as start
from tests.azdo_emulator.http.conftest import client as bare
from tests.azdo_emulator.http.conftest import connected, token

# What every test claims is so however the server says where its areas are.
pytestmark = pytest.mark.parametrize("discovery", ["full", "empty"])

FACTORY = DATA_FACTORY[1]
NOBODY = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def client(azure_devops):
    return azure_devops.get_member_entitlement_management_client()


@pytest.fixture
def models(azure_devops):
    import azure.devops.v7_1.member_entitlement_management.models as models

    return models


@pytest.fixture
def contoso(server, discovery):
    """A bare client of where the entitlements are: Microsoft's cannot read the errors of a result."""
    host = "/vsaex.dev.azure.com" if discovery == "full" else ""
    with bare(f"{server.http}{host}/contoso/_apis", token(server)) as made:
        yield made


@pytest.fixture
def support(server):
    with server.cloud.read() as session:
        return get_project(session, get_organization(session, "contoso"), "Support").project_id


def entitlement(models, kind, licence="express", project=None, **member):
    level = models.AccessLevel(account_license_type=licence, licensing_source="account")
    places = [place(models, project)] if project else None
    if kind == "user":
        user = models.GraphUser(subject_kind="user", **member)
        return models.UserEntitlement(access_level=level, user=user, project_entitlements=places)
    principal = models.GraphServicePrincipal(subject_kind="servicePrincipal", **member)
    return models.ServicePrincipalEntitlement(
        access_level=level, service_principal=principal, project_entitlements=places
    )


def place(models, project, group_type="projectContributor"):
    return models.ProjectEntitlement(
        project_ref=models.ProjectRef(id=project), group=models.Group(group_type=group_type)
    )


def change(models, path, value=None, op="replace"):
    return models.JsonPatchOperation(op=op, path=path, value=value)


def level(licence):
    return {"accountLicenseType": licence, "licensingSource": "account"}


def refused(call, *arguments, **named):
    """The type key and the message of the error that the client raises."""
    from azure.devops.exceptions import AzureDevOpsServiceError

    with pytest.raises(AzureDevOpsServiceError) as error:
        call(*arguments, **named)
    return error.value.type_key, error.value.message


def test_a_service_principal_is_added_read_changed_and_removed(server, client, models):
    with server.cloud.read() as session:
        before = fingerprint(session)
    added = client.add_service_principal_entitlement(entitlement(models, "principal", origin_id=FACTORY))
    assert added.is_success
    made = added.service_principal_entitlement
    assert made.access_level.license_display_name == "Basic"
    principal = made.service_principal
    assert principal.descriptor.startswith("aadsp.")
    assert (principal.origin_id, principal.meta_type) == (FACTORY, "managedIdentity")

    assert client.get_service_principal_entitlement(made.id) == made
    patch = [change(models, "/accessLevel", level("stakeholder"))]
    changed = client.update_service_principal_entitlement(patch, made.id)
    assert changed.is_success
    assert changed.service_principal_entitlement.access_level.account_license_type == "stakeholder"

    client.delete_service_principal_entitlement(made.id)
    assert refused(client.get_service_principal_entitlement, made.id)[0] == "NotFoundException"
    with server.cloud.read() as session:
        assert fingerprint(session) == before


def test_a_person_is_added_read_changed_and_removed(client, models):
    made = client.add_user_entitlement(
        entitlement(models, "user", "stakeholder", principal_name="dev.one@contoso.com")
    ).user_entitlement
    assert made.user.principal_name == made.user.mail_address == "dev.one@contoso.com"

    assert client.get_user_entitlement(made.id) == made
    changed = client.update_user_entitlement([change(models, "/accessLevel", level("advanced"))], made.id)
    assert changed.user_entitlement.access_level.license_display_name == "Basic + Test Plans"

    client.delete_user_entitlement(made.id)
    assert refused(client.get_user_entitlement, made.id)[0] == "NotFoundException"


def test_the_plug_ins_own_body_is_taken_with_its_empty_strings(contoso):
    body = {
        "accessLevel": {"accountLicenseType": "express", "licensingSource": "account"},
        "servicePrincipal": {
            "origin": "",
            "originId": FACTORY,
            "displayName": "",
            "descriptor": "",
            "subjectKind": "servicePrincipal",
        },
    }

    answer = contoso.post("/serviceprincipalentitlements", json=body).json()

    assert answer["isSuccess"]
    assert answer["servicePrincipalEntitlement"]["servicePrincipal"]["originId"] == FACTORY


def failure(contoso, path, body):
    response = contoso.post(path, json=body)
    answer = response.json()
    assert (response.status_code, answer["isSuccess"]) == (200, False)
    [error] = answer["operationResult"]["errors"]
    assert answer["operationResult"]["result"] is None
    return error["key"], error["value"]


def test_one_who_is_not_seen_yet_is_refused_inside_a_success(contoso):
    body = {"servicePrincipal": {"originId": NOBODY}}

    found = failure(contoso, "/serviceprincipalentitlements", body)

    assert found == ("VS403283", f"Could not add user '{NOBODY}' at this time.")


def test_an_application_is_not_its_service_principal(contoso):
    body = {"servicePrincipal": {"originId": DEPLOYER[2]}}

    found = failure(contoso, "/serviceprincipalentitlements", body)

    assert found[1] == f"Failed to create service principal with object ID '{DEPLOYER[2]}'"


def test_a_person_has_to_be_named(contoso):
    body = {"user": {"origin": "", "originId": "", "principalName": ""}}

    key, words = failure(contoso, "/userentitlements", body)

    assert key == "5000"
    assert words.startswith("The Id, OriginId, or User.PrincipalName must be set.")


def test_one_who_may_not_add_users_is_told_so_inside_a_success(server, discovery):
    host = "/vsaex.dev.azure.com" if discovery == "full" else ""
    with bare(f"{server.http}{host}/contoso/_apis", token(server, person="dev.two@contoso.com")) as developer:
        found = failure(developer, "/userentitlements", {"user": {"principalName": "dev.one@contoso.com"}})

    assert found == (
        "5032",
        "Access Denied: Dev Two needs the following permission(s) on the resource Users to perform this "
        "action: Add Users",
    )


def test_a_word_that_is_no_licence_is_refused(client, models):
    wanted = entitlement(models, "principal", "basic", origin_id=FACTORY)

    key, words = refused(client.add_service_principal_entitlement, wanted)

    assert key == "ArgumentException"
    assert "'basic'" in words


def test_a_new_member_can_be_put_into_a_project_at_once_and_out_of_it_later(client, models, support):
    made = client.add_user_entitlement(
        entitlement(models, "user", project=support, principal_name="dev.one@contoso.com")
    ).user_entitlement
    [found] = made.project_entitlements
    assert (found.project_ref.name, found.group.group_type) == ("Support", "projectContributor")

    path, wider = f"/projectEntitlements/{support}", place(models, support, "projectAdministrator")
    client.update_user_entitlement([change(models, path, wider, "add")], made.id)
    [found] = client.get_user_entitlement(made.id).project_entitlements
    assert found.group.group_type == "projectAdministrator"

    client.update_user_entitlement([change(models, path, op="remove")], made.id)
    assert client.get_user_entitlement(made.id).project_entitlements == []


def test_a_member_whose_place_is_refused_is_not_added_either(client, models):
    with pytest.raises(Exception, match="VS800075"):
        client.add_user_entitlement(
            entitlement(models, "user", project=NOBODY, principal_name="dev.one@contoso.com")
        )

    assert client.search_user_entitlements(filter="name eq 'dev.one'").members == []


def test_several_people_are_changed_at_once_and_each_has_a_result(client, models):
    everybody = client.search_user_entitlements().members
    owner, developer = (
        next(one for one in everybody if one.user.principal_name == name)
        for name in ("admin@contoso.com", "dev.two@contoso.com")
    )
    new = {"accessLevel": level("stakeholder"), "user": {"principalName": "dev.one@contoso.com"}}

    answer = client.update_user_entitlements(
        [
            change(models, "", new, "add"),
            change(models, f"/{owner.id}/accessLevel", level("advanced")),
            change(models, f"/{developer.id}", op="remove"),
        ]
    )

    assert (answer.status, answer.completed, answer.have_results_succeeded) == ("succeeded", True, True)
    found = client.search_user_entitlements().members
    assert [(one.user.principal_name, one.access_level.account_license_type) for one in found] == [
        ("admin@contoso.com", "advanced"),
        ("dev.four@contoso.com", "stakeholder"),
        ("dev.one@contoso.com", "stakeholder"),
        ("dev.three@contoso.com", "stakeholder"),
    ]


def test_what_fails_of_several_undoes_none_of_the_others(contoso):
    new = {"op": "add", "path": "", "value": {"user": {"principalName": "dev.one@contoso.com"}}}
    gone = {"op": "replace", "path": f"/{NOBODY}/accessLevel", "value": level("express")}

    answer = contoso.patch("/UserEntitlements?doNotSendInviteForNewUsers=false", json=[new, gone]).json()

    assert (answer["status"], answer["haveResultsSucceeded"]) == ("failed", False)
    assert [result["isSuccess"] for result in answer["results"]] == [True, False]
    assert contoso.get("/userentitlements").json()["totalCount"] == len({"admin", "dev.two", "new", *PEOPLE})


def test_several_service_principals_are_changed_at_once(client, models):
    added = client.add_service_principal_entitlement(entitlement(models, "principal", origin_id=FACTORY))
    key = added.service_principal_entitlement.id

    client.update_service_principal_entitlements([change(models, f"/{key}/accessLevel", level("advanced"))])

    found = client.get_service_principal_entitlement(key)
    assert found.access_level.account_license_type == "advanced"


FILTERS = {
    "": ["admin@contoso.com", "dev.four@contoso.com", "dev.three@contoso.com", "dev.two@contoso.com"],
    "licenseId eq 'Account-Express'": ["admin@contoso.com"],
    "name eq 'DEV.T'": ["dev.three@contoso.com", "dev.two@contoso.com"],
    "licenseId eq 'Account-Advanced' and name eq 'admin'": [],
    "(licenseId eq 'Account-Advanced' or name eq 'admin') and userType eq 'member'": [
        "admin@contoso.com",
        "dev.two@contoso.com",
    ],
    "userType eq 'guest'": [],
    "licenseStatus eq 'Disabled'": [],
}


def test_people_are_searched(client):
    for text, names in FILTERS.items():
        page = client.search_user_entitlements(filter=text, select="Projects")
        assert [one.user.principal_name for one in page.members] == names, text


def test_people_are_put_in_order(client):
    page = client.search_user_entitlements(order_by="name desc")

    found = [one.user.display_name for one in page.members]
    assert found == ["Dev Two", "Dev Three", "Dev Four", "Contoso Admin"]


def test_a_filter_that_makes_no_sense_is_refused(contoso):
    unfinished = ("name", "name eq", "name eq x", "(name eq 'x'", "name eq 'x' and")
    wrong = ("name ne 'x'", "name eq 'x')", "'x'", "age eq '1'", 'name eq "x"')
    for text in (*unfinished, *wrong, "(" * 50 + "name eq 'x'" + ")" * 50, "x" * 5000):
        response = contoso.get("/userentitlements", params={"$filter": text})
        assert response.status_code == 400, text
        assert response.json()["typeKey"] == "InvalidQueryStringException"


def test_members_are_people_and_service_principals(client):
    page = client.search_member_entitlements(select="Projects")

    found = {one["member"]["displayName"]: one["member"]["subjectKind"] for one in page.items}
    people = dict.fromkeys(("Contoso Admin", "Dev Two", *PEOPLE.values()), "user")
    assert found == people | {DEPLOYER[0]: "servicePrincipal"}
    [readers] = next(one for one in page.items if one["projectEntitlements"])["projectEntitlements"]
    assert readers["group"] == {"groupType": "projectReader", "displayName": "Readers"}


@pytest.mark.parametrize("order", ["name", "name desc", "dateCreated"])
def test_pages_have_every_member_once(server, client, monkeypatch, order):
    monkeypatch.setattr(members, "PAGE", 7)
    with server.cloud.write() as session:
        crowd.join(session, 30)
    found, more = [], None
    everybody = 30 + 3 + len(PEOPLE)
    for _ in range(everybody):
        page = client.search_member_entitlements(continuation_token=more, order_by=order)
        found += [one["id"] for one in page.items]
        if not (more := page.continuation_token):
            break

    assert page.total_count == everybody
    assert len(found) == len(set(found)) == everybody


def test_the_summary_counts_who_needs_a_seat(client, models):
    client.add_service_principal_entitlement(entitlement(models, "principal", origin_id=FACTORY))

    summary = client.get_users_summary(select="Licenses,AccessLevels")

    [basic] = [line for line in summary.licenses if line.license_name == "Basic"]
    assert (basic.assigned, basic.included_quantity, basic.available) == (3, 5, 2)
    assert summary.default_access_level.account_license_type == "stakeholder"
    assert summary.project_refs == []
    assert len(client.get_users_summary().project_refs) == 3


def test_a_group_rule_is_added_read_changed_and_removed(client, models):
    rule = models.GroupEntitlement(
        group=models.GraphGroup(origin="aad", origin_id=ENTRA_GROUPS["sg-support"][0], subject_kind="group"),
        license_rule=models.AccessLevel(account_license_type="express", licensing_source="account"),
    )
    added = client.add_group_entitlement(rule)
    assert (added.status, added.completed) == ("applied", True)
    [result] = added.results
    made = result.result
    assert (made.group.principal_name, made.group.origin) == ("[TEAM FOUNDATION]\\sg-support", "aad")

    assert client.get_group_entitlement(made.id) == made
    assert client.get_group_entitlements() == [made]
    [changed] = client.update_group_entitlement(
        [change(models, "/accessLevel", level("stakeholder"))], made.id
    ).results
    assert changed.result.license_rule.account_license_type == "stakeholder"

    client.delete_group_entitlement(made.id)
    assert refused(client.get_group_entitlement, made.id)[0] == "NotFoundException"


def test_a_rule_needs_somebody_who_may_add_users(server, azure_devops_package, models):
    rule = models.GroupEntitlement(group=models.GraphGroup(display_name="bots", subject_kind="group"))
    with connected(azure_devops_package, server, token(server, person="dev.two@contoso.com")) as clients:
        client = clients.get_member_entitlement_management_client()
        answer = client._send(
            http_method="POST",
            location_id="2280bffa-58a2-49da-822e-0764a1bb44f7",
            version="7.1-preview.1",
            content=client._serialize.body(rule, "GroupEntitlement"),
        ).json()

    [result] = answer["results"]
    assert (answer["haveResultsSucceeded"], result["errors"][0]["key"]) == (False, "5032")


@pytest.fixture
def cloud(server):
    """The cloud behind the server and the plug-ins."""
    return server.cloud


def test_what_the_plug_in_makes_is_here_and_what_is_changed_here_the_plug_in_reads(
    devops, principal, client, models
):
    key, outputs = devops.create(ENTITLEMENT, {"originId": principal.object_id, "origin": "aad"})
    found = client.get_service_principal_entitlement(key)
    assert found.service_principal.descriptor == outputs["descriptor"]

    client.update_service_principal_entitlement([change(models, "/accessLevel", level("stakeholder"))], key)

    seen = read(devops.read(ENTITLEMENT, key, outputs).properties)
    assert seen["accountLicenseType"] == "stakeholder"
