"""The stand-in for azuredevops does what the official plug-in does."""

import grpc
import pytest

from patless.sandbox.model import fingerprint, inventory
from patless.sandbox.model.devops import entitlements, memberships
from patless.sandbox.model.devops.projects import get_organization, get_project
from patless.sandbox.model.entra import directory
from patless.sandbox.model.seed import TENANT
from patless.sandbox.plugins.values import UNKNOWN, Secret, plain, read

from .conftest import group_of

pytestmark = pytest.mark.sandbox

ENTITLEMENT = "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement"
MEMBERSHIP = "azuredevops:index/groupMembership:GroupMembership"
AZURE_DEVOPS = "azuredevops:index/serviceEndpointAzureDevOps:ServiceEndpointAzureDevOps"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"
PIPELINE = "azuredevops:index/serviceEndpointPipeline:ServiceEndpointPipeline"
EXTERNAL = "azuredevops:index/serviceendpointExternaltfs:ServiceendpointExternaltfs"
CANARY = "canary-7e21f0"


def told(call, *args, **kwargs):
    with pytest.raises(grpc.RpcError) as error:
        call(*args, **kwargs)
    return error.value.details()


@pytest.fixture
def principal(cloud):
    with cloud.write() as session:
        application = directory.create_application(session, TENANT, "mailroom-bot")
        return directory.create_service_principal(session, application.app_id)


@pytest.fixture
def readers(cloud):
    with cloud.read() as session:
        return group_of(session, get_organization(session, "contoso"), "Support", "Readers")


@pytest.fixture
def project_id(cloud):
    with cloud.read() as session:
        return get_project(session, get_organization(session, "contoso"), "Support").project_id


@pytest.fixture
def member(devops, principal):
    """A member's id and outputs."""
    return devops.create(ENTITLEMENT, {"originId": principal.object_id, "origin": "aad"})


def changed(cloud, call, *args):
    """Change something behind the engine's back."""
    with cloud.write() as session:
        return call(session, get_organization(session, "contoso"), *args)


# Entitlements -------------------------------------------------------------------------------------


def test_an_entitlement_gets_the_defaults_of_the_official_plug_in(devops):
    assert devops.checked(ENTITLEMENT, {"originId": "x"}) == {
        "originId": "x",
        "accountLicenseType": "express",
        "licensingSource": "account",
    }


def test_a_preview_of_an_entitlement_knows_what_goes_in_and_no_more(devops):
    id, outputs = devops.create(ENTITLEMENT, {"originId": UNKNOWN, "origin": "aad"}, preview=True)

    assert id == ""
    assert outputs == {
        "accountLicenseType": "express",
        "descriptor": UNKNOWN,
        "displayName": UNKNOWN,
        "licensingSource": "account",
        "origin": "aad",
        "originId": UNKNOWN,
    }


def test_a_preview_creates_nothing(devops, cloud, principal):
    with cloud.read() as session:
        before = fingerprint(session)

    devops.create(ENTITLEMENT, {"originId": principal.object_id}, preview=True)

    with cloud.read() as session:
        assert fingerprint(session) == before


def test_a_member_has_the_service_principals_name_and_its_own_ids(member, principal):
    id, outputs = member

    assert outputs["displayName"] == "mailroom-bot"
    assert outputs["descriptor"].startswith("aadsp.")
    assert len({id, outputs["descriptor"], outputs["originId"], principal.app_id}) == 4


def test_nobody_of_that_id_is_told_as_the_official_plug_in_does(devops):
    nobody = "99999999-9999-4999-8999-999999999999"

    assert told(devops.create, ENTITLEMENT, {"originId": nobody}) == (
        "Creating service principal entitlement: Adding service principal entitlement: "
        f"(5000) VS403283: Could not add user '{nobody}' at this time."
    )


def test_a_client_id_in_the_place_of_an_object_id_is_told(devops, principal):
    message = told(devops.create, ENTITLEMENT, {"originId": principal.app_id})

    assert f"Failed to create service principal with object ID '{principal.app_id}'" in message


def test_basic_passes_the_check_and_is_refused_by_the_service(devops, principal):
    wanted = {"originId": principal.object_id, "accountLicenseType": "basic"}

    assert devops.reasons(ENTITLEMENT, wanted) == []
    assert "'basic' is not valid" in told(devops.create, ENTITLEMENT, wanted)


def test_basic_is_translated_in_an_update(devops, member):
    id, outputs = member
    new = outputs | {"accountLicenseType": "basic"}

    assert devops.update(ENTITLEMENT, id, outputs, new)["accountLicenseType"] == "express"


def test_a_licence_that_nobody_knows_is_refused_by_the_check(devops):
    [reason] = devops.reasons(ENTITLEMENT, {"originId": "x", "accountLicenseType": "gold"})

    assert reason.startswith("'accountLicenseType' has a value that it cannot have; expected one of none, ")


def test_another_licence_is_an_update_and_another_principal_a_replacement(devops):
    old = {"originId": "a", "accountLicenseType": "express"}

    licence = devops.diff(ENTITLEMENT, old, old | {"accountLicenseType": "stakeholder"})
    principal = devops.diff(ENTITLEMENT, old, old | {"originId": "b"})

    assert (list(licence.diffs), list(licence.replaces)) == (["accountLicenseType"], [])
    assert (list(principal.diffs), list(principal.replaces)) == (["originId"], ["originId"])
    assert principal.detailedDiff["originId"].kind == principal.detailedDiff["originId"].UPDATE_REPLACE
    assert not principal.deleteBeforeReplace


def test_licences_that_the_service_takes_for_one_another_are_no_difference(devops):
    answer = devops.diff(
        ENTITLEMENT, {"accountLicenseType": "earlyAdopter"}, {"accountLicenseType": "express"}
    )

    assert answer.changes == answer.DIFF_NONE


def test_a_refresh_finds_a_licence_that_somebody_changed(devops, cloud, member):
    id, outputs = member
    changed(cloud, entitlements.update_service_principal_entitlement, id, "stakeholder", "account")

    answer = devops.read(ENTITLEMENT, id, outputs, {"originId": outputs["originId"]})

    assert read(answer.properties)["accountLicenseType"] == "stakeholder"
    assert read(answer.inputs) == {"originId": outputs["originId"], "accountLicenseType": "stakeholder"}


def test_a_refresh_of_what_did_not_change_leaves_the_programs_inputs(devops, member):
    id, outputs = member

    answer = devops.read(ENTITLEMENT, id, outputs, {"originId": outputs["originId"]})

    assert (answer.id, read(answer.properties)) == (id, outputs)
    assert read(answer.inputs) == {"originId": outputs["originId"]}


def test_a_member_who_left_has_no_id_any_more(devops, cloud, member):
    id, outputs = member
    changed(cloud, entitlements.delete_service_principal_entitlement, id)

    assert devops.read(ENTITLEMENT, id, outputs, outputs).id == ""


def test_a_member_whom_entra_lost_has_no_id_any_more(devops, cloud, member, principal):
    id, outputs = member
    with cloud.write() as session:
        directory.delete_directory_object(session, principal.object_id)

    assert devops.read(ENTITLEMENT, id, outputs, outputs).id == ""


def test_a_member_is_imported_by_their_storage_key(devops, member):
    id, outputs = member

    answer = devops.read(ENTITLEMENT, id)

    assert (answer.id, read(answer.properties)) == (id, outputs)
    assert read(answer.inputs) == {
        "accountLicenseType": "express",
        "licensingSource": "account",
        "origin": "aad",
        "originId": outputs["originId"],
    }


def test_creating_and_deleting_leaves_the_cloud_as_it_was(devops, cloud, principal, readers):
    with cloud.read() as session:
        before = fingerprint(session)
    id, outputs = devops.create(ENTITLEMENT, {"originId": principal.object_id})
    other_id, membership = devops.create(MEMBERSHIP, {"group": readers, "members": [outputs["descriptor"]]})

    devops.delete(MEMBERSHIP, other_id, membership)
    devops.delete(ENTITLEMENT, id, outputs)

    with cloud.read() as session:
        assert fingerprint(session) == before


# Memberships --------------------------------------------------------------------------------------


def test_a_membership_adds_and_leaves_the_others(devops, cloud, member, readers):
    before = changed(cloud, memberships.list_memberships, readers, "down")
    descriptor = member[1]["descriptor"]

    devops.create(MEMBERSHIP, {"group": readers, "members": [descriptor]})

    assert set(changed(cloud, memberships.list_memberships, readers, "down")) == {*before, descriptor}


def test_a_membership_that_overwrites_throws_the_others_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]

    devops.create(MEMBERSHIP, {"group": readers, "members": [descriptor], "mode": "overwrite"})

    assert changed(cloud, memberships.list_memberships, readers, "down") == [descriptor]


@pytest.mark.parametrize("slot", ["id", "originId"])
def test_a_guid_in_the_place_of_a_descriptor_is_told(devops, member, readers, slot):
    mistaken = member[0] if slot == "id" else member[1][slot]

    message = told(devops.create, MEMBERSHIP, {"group": readers, "members": [mistaken]})

    assert message == (
        "Adding group memberships during create: Adding group memberships during update: "
        f"Error adding member {mistaken} to group {readers}: Page not found."
    )


def test_a_half_made_membership_is_not_made_at_all(devops, cloud, member, readers):
    before = changed(cloud, memberships.list_memberships, readers, "down")

    told(devops.create, MEMBERSHIP, {"group": readers, "members": [member[1]["descriptor"], "nobody"]})

    assert changed(cloud, memberships.list_memberships, readers, "down") == before


def test_a_refresh_finds_a_member_who_was_taken_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]
    inputs = {"group": readers, "members": [descriptor]}
    id, outputs = devops.create(MEMBERSHIP, inputs)
    changed(cloud, memberships.remove_membership, descriptor, readers)

    answer = devops.read(MEMBERSHIP, id, outputs, inputs)

    assert read(answer.properties)["members"] == []
    assert read(answer.inputs)["members"] == []


def test_members_whom_others_added_are_no_drift(devops, member, readers):
    inputs = {"group": readers, "members": [member[1]["descriptor"]]}
    id, outputs = devops.create(MEMBERSHIP, inputs)

    assert read(devops.read(MEMBERSHIP, id, outputs, inputs).inputs) == inputs


def test_an_update_puts_back_who_was_taken_out(devops, cloud, member, readers):
    descriptor = member[1]["descriptor"]
    id, outputs = devops.create(MEMBERSHIP, {"group": readers, "members": []})

    devops.update(MEMBERSHIP, id, outputs, outputs | {"members": [descriptor]})

    assert descriptor in changed(cloud, memberships.list_memberships, readers, "down")


def test_members_in_another_order_are_no_difference(devops):
    old, new = {"group": "g", "members": ["a", "b"]}, {"group": "g", "members": ["b", "a"]}

    assert devops.diff(MEMBERSHIP, old, new).changes == devops.diff(MEMBERSHIP, old, old).changes


def test_another_group_is_a_replacement(devops):
    answer = devops.diff(MEMBERSHIP, {"group": "g", "members": []}, {"group": "h", "members": []})

    assert list(answer.replaces) == ["group"]


def test_a_membership_cannot_be_imported(devops):
    assert "doesn't support import" in told(devops.read, MEMBERSHIP, "123")


# Connections that sign in with a token ------------------------------------------------------------


def connections(project_id):
    shared = {"projectId": project_id, "serviceEndpointName": "legacy"}
    personal = {"authPersonal": {"personalAccessToken": CANARY}}
    return {
        AZURE_DEVOPS: shared | {"personalAccessToken": CANARY},
        GIT_HUB: shared | personal,
        PIPELINE: shared | personal | {"organizationName": "contoso"},
        EXTERNAL: shared | personal | {"connectionUrl": "https://tfs.contoso.com"},
    }


TOKEN_TYPES = [AZURE_DEVOPS, GIT_HUB, PIPELINE, EXTERNAL]


@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_secret_in_what_the_check_gives_back(devops, project_id, token):
    found = devops.checked(token, connections(project_id)[token])

    block = found if token == AZURE_DEVOPS else found["authPersonal"]
    assert block["personalAccessToken"] == Secret(CANARY)
    assert found["description"] == "Managed by Terraform"


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_secret_in_the_outputs(devops, project_id, token, preview):
    _, outputs = devops.create(token, connections(project_id)[token], preview)

    block = outputs if token == AZURE_DEVOPS else outputs["authPersonal"]
    assert block["personalAccessToken"] == Secret(CANARY)


@pytest.mark.parametrize("token", TOKEN_TYPES)
def test_a_token_is_never_in_the_file(devops, cloud, project_id, token):
    wanted = connections(project_id)[token]
    id, outputs = devops.create(token, wanted)
    new = plain(devops.checked(token, wanted)) | {"description": "other"}
    outputs = devops.update(token, id, outputs, new)
    answer = devops.read(token, id, outputs, new)

    written = b"".join(path.read_bytes() for path in cloud.path.parent.glob("cloud.sqlite*"))
    assert b"legacy" in written
    assert CANARY.encode() not in written
    assert answer.id == id
    assert read(answer.properties)["description"] == "other"


@pytest.mark.parametrize(
    ("token", "variable"),
    [
        (AZURE_DEVOPS, "AZDO_DEVOPS_PAT"),
        (GIT_HUB, "AZDO_GITHUB_SERVICE_CONNECTION_PAT"),
        (PIPELINE, "AZDO_PERSONAL_ACCESS_TOKEN"),
        (EXTERNAL, "AZDO_PERSONAL_ACCESS_TOKEN"),
    ],
)
def test_a_token_of_the_environment_is_seen_by_the_engine(devops, project_id, monkeypatch, token, variable):
    wanted = connections(project_id)[token]
    bare = {name: {} if name == "authPersonal" else value for name, value in wanted.items()}
    bare.pop("personalAccessToken", None)
    missing = devops.reasons(token, bare)

    monkeypatch.setenv(variable, CANARY)
    found = devops.checked(token, bare)

    assert len(missing) == 1
    assert "personalAccessToken' is missing" in missing[0]
    assert found == devops.checked(token, wanted)


def test_no_token_for_git_hub_is_its_app(devops, project_id):
    wanted = {"projectId": project_id, "serviceEndpointName": "app"}

    assert devops.create(GIT_HUB, wanted)[1]["authorization"] == {"scheme": "InstallationToken"}


def test_a_second_connection_of_a_name_is_told_without_the_token(devops, project_id):
    wanted = connections(project_id)
    devops.create(AZURE_DEVOPS, wanted[AZURE_DEVOPS])

    message = told(devops.create, GIT_HUB, wanted[GIT_HUB])

    assert message.startswith("Service connection with name legacy already exists.")
    assert CANARY not in message


def test_a_connection_is_imported_by_project_and_id(devops, project_id):
    id, _ = devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])

    answer = devops.read(AZURE_DEVOPS, f"{project_id}/{id}")

    assert answer.id == id
    assert read(answer.inputs)["projectId"] == project_id
    assert "personalAccessToken" not in read(answer.inputs)


def test_a_connection_that_vanished_stops_a_refresh_as_with_the_official_plug_in(devops, project_id):
    id, outputs = devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])
    devops.delete(AZURE_DEVOPS, id, outputs)

    message = told(devops.read, AZURE_DEVOPS, id, outputs, outputs)

    assert message == f"unexpected nil service endpoint, ID: ({id}), project ID: ({project_id})"


def test_the_inventory_shows_that_there_is_a_token_and_not_which(devops, cloud, project_id):
    devops.create(AZURE_DEVOPS, connections(project_id)[AZURE_DEVOPS])

    with cloud.read() as session:
        [found] = inventory(session)["service_endpoints"]

    assert (found["type"], found["parameters"]) == ("AZDOAPI", '{"apitoken": null}')


# Look-ups -----------------------------------------------------------------------------------------


def test_a_project_is_found_by_name_and_by_id(devops, project_id):
    by_name = devops.invoke("azuredevops:index/getProject:getProject", name="support")

    assert by_name["id"] == by_name["projectId"] == project_id
    assert by_name == devops.invoke("azuredevops:index/getProject:getProject", projectId=project_id)


def test_a_project_that_is_not_there_is_told(devops):
    message = told(devops.invoke, "azuredevops:index/getProject:getProject", name="Sales")

    assert message == "Project with name Sales or ID  does not exist "


@pytest.mark.parametrize("given", [{}, {"name": "Support", "projectId": "x"}])
def test_a_project_is_asked_for_by_one_of_the_two(devops, given):
    message = told(devops.invoke, "azuredevops:index/getProject:getProject", **given)

    assert message == "one of 'name' and 'projectId' is expected, and not both"


def test_a_group_of_a_project_has_three_ids(devops, project_id, readers):
    found = devops.invoke("azuredevops:index/getGroup:getGroup", name="readers", projectId=project_id)

    assert found["id"] == found["descriptor"] == readers
    assert found["groupId"] == found["originId"] != readers
    assert found["projectId"] == project_id


def test_a_group_of_the_organisation_is_found_without_a_project(devops):
    found = devops.invoke("azuredevops:index/getGroup:getGroup", name="Project Collection Administrators")

    assert found["descriptor"].startswith("vssgp.")
    assert "projectId" not in found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": "Writers"}, "Could not find group with name Writers"),
        ({"name": "Readers"}, "Could not find group with name Readers"),
        (
            {"name": "Readers", "projectId": "Support"},
            "Finding descriptor for project with ID: Support. Error: it is no UUID",
        ),
    ],
)
def test_a_group_that_is_not_there_is_told(devops, given, message):
    assert told(devops.invoke, "azuredevops:index/getGroup:getGroup", **given) == message


def test_a_group_that_the_project_has_not_is_told(devops, project_id):
    message = told(devops.invoke, "azuredevops:index/getGroup:getGroup", name="Writers", projectId=project_id)

    assert message == f"Could not find Group with Name: Writers in project with ID: {project_id}"


def test_a_group_of_a_project_that_is_not_there_is_told(devops):
    message = told(devops.invoke, "azuredevops:index/getGroup:getGroup", name="Readers", projectId=TENANT)

    assert message.startswith(f"Project with ID: {TENANT} was not found. Error: VS800075")


def test_a_service_principal_is_found_by_object_id_and_by_part_of_its_name(devops, member):
    look_up = "azuredevops:index/getServicePrincipal:getServicePrincipal"
    _, outputs = member

    found = devops.invoke(look_up, originId=outputs["originId"])

    assert found["descriptor"] == found["id"] == outputs["descriptor"]
    assert found == devops.invoke(look_up, displayName="ROOM")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"displayName": "nobody"}, "Could not find service principal with name: nobody"),
        (
            {"originId": "x"},
            "Finding service principal with origin_id x. "
            "Error: could not find service principal with origin_id: x",
        ),
        ({}, "one of 'displayName' and 'originId' is expected, and not both"),
    ],
)
def test_a_service_principal_that_is_not_there_is_told(devops, given, message):
    look_up = "azuredevops:index/getServicePrincipal:getServicePrincipal"

    assert told(devops.invoke, look_up, **given) == message
