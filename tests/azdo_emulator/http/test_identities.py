"""Identities and who calls, through Microsoft's own client."""

import pytest

from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.seed import DEPLOYER, TENANT
from tests.azdo_emulator.http.conftest import connected, token

# What every test claims is so however the server says where its areas are.
pytestmark = pytest.mark.parametrize("discovery", ["full", "empty"])

OWNER = f"Microsoft.IdentityModel.Claims.ClaimsIdentity;{TENANT}\\admin@contoso.com"
DEPLOYERS = f"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;{TENANT}\\{DEPLOYER[1]}"
ADMINISTRATORS = "[contoso]\\Project Collection Administrators"


@pytest.fixture
def client(azure_devops):
    return azure_devops.get_identity_client()


def found(client, **asked):
    return {one.provider_display_name: one for one in client.read_identities(**asked)}


def group(client, name):
    [one] = client.read_identities(search_filter="General", filter_value=name)
    return one


@pytest.mark.parametrize("name", ["admin@contoso.com", "ADMIN@contoso.com", "Contoso Admin"])
def test_somebody_is_found_by_either_name_in_any_case(client, name):
    [owner] = client.read_identities(search_filter="General", filter_value=name)

    assert (owner.descriptor, owner.provider_display_name, owner.is_active) == (OWNER, "Contoso Admin", True)
    assert owner.subject_descriptor.startswith("aad.")
    assert owner.properties["Mail"]["$value"] == "admin@contoso.com"


SEARCHES = {
    ("AccountName", "dev.two@contoso.com"): ["Dev Two"],
    ("DisplayName", "dev two"): ["Dev Two"],
    ("MailAddress", "dev.two@contoso.com"): ["Dev Two"],
    ("DirectoryAlias", "dev.two"): ["Dev Two"],
    ("LocalGroupName", "Release Approvers"): ["[Support]\\Release Approvers"],
    ("General", DEPLOYER[0]): [DEPLOYER[0]],
    ("General", "dev"): [],
}


def test_a_search_looks_at_what_it_says(client):
    for (search, value), names in SEARCHES.items():
        assert list(found(client, search_filter=search, filter_value=value)) == names, search


def test_a_search_that_the_service_does_not_know_is_refused(client):
    with pytest.raises(Exception, match="'Colour' is not one of"):
        client.read_identities(search_filter="Colour", filter_value="red")


def test_everybody_is_found_by_each_of_their_names(client):
    everybody = [group(client, name) for name in ("Contoso Admin", DEPLOYER[0], ADMINISTRATORS)]

    for asked, name in (
        ("descriptors", "descriptor"),
        ("subject_descriptors", "subject_descriptor"),
        ("identity_ids", "id"),
    ):
        # The official plug-in leaves a comma at the end.
        names = ",".join(getattr(one, name) for one in everybody) + ","
        assert found(client, **{asked: names}) == {one.provider_display_name: one for one in everybody}
    assert [one.descriptor for one in everybody[:2]] == [OWNER, DEPLOYERS]
    assert everybody[2].descriptor.startswith("Microsoft.TeamFoundation.Identity;S-1-9-1551374245-")


def test_those_whom_the_organisation_does_not_know_are_left_out(client):
    assert client.read_identities(identity_ids=f"{TENANT},{DEPLOYER[1]}") == []


def test_memberships_come_one_step_or_all_the_way(client):
    [deployer] = client.read_identities(search_filter="General", filter_value=DEPLOYER[0])
    administrators = group(client, ADMINISTRATORS)
    everybody = group(client, "[contoso]\\Project Collection Valid Users")

    def read(query, one=deployer):
        return client.read_identity(one.id, query_membership=query)

    assert read("None").member_of == []
    assert read("Direct").member_of == [administrators.descriptor]
    assert set(read("ExpandedUp").member_of) == {administrators.descriptor, everybody.descriptor}
    assert set(read("Direct", administrators).members) == {OWNER, DEPLOYERS}
    assert OWNER not in read("Direct", everybody).members
    assert OWNER in read("ExpandedDown", everybody).members


def test_the_groups_of_a_project_are_its_own(server, client):
    with server.cloud.read() as session:
        support = get_project(session, get_organization(session, "contoso"), "Support").project_id

    of_support = [one.provider_display_name for one in client.list_groups(scope_ids=support)]
    of_contoso = [one.provider_display_name for one in client.list_groups()]

    assert "[Support]\\Release Approvers" in of_support
    assert all(name.startswith("[Support]\\") for name in of_support)
    assert ADMINISTRATORS in of_contoso
    assert all(name.startswith("[contoso]\\") for name in of_contoso)


def test_a_member_is_put_into_a_group_and_out_of_it_again(client):
    readers, deployer = group(client, "[Support]\\Readers"), group(client, DEPLOYER[0])

    assert client.add_member(readers.id, deployer.id) is True
    assert client.add_member(readers.id, deployer.id) is False
    assert DEPLOYERS in client.read_members(readers.id)
    assert client.read_member(readers.id, deployer.id) == DEPLOYERS
    assert readers.descriptor in client.read_members_of(deployer.id)
    assert client.remove_member(readers.id, deployer.id) is True
    assert client.remove_member(readers.id, deployer.id) is False
    assert DEPLOYERS not in client.read_members(readers.id)


def test_somebody_who_is_not_there_is_an_error(client):
    with pytest.raises(Exception, match=f"The identity with id {TENANT} could not be found"):
        client.read_identity(TENANT)


def test_a_connection_says_who_calls_and_which_organisation_answers(server, azure_devops):
    data = azure_devops.get_location_client().get_connection_data()

    with server.cloud.read() as session:
        assert data.instance_id == get_organization(session, "contoso").organization_id
    assert data.authenticated_user.provider_display_name == DEPLOYER[0]
    assert data.authenticated_user.descriptor == DEPLOYERS
    assert data.deployment_type == "hosted"


def test_a_person_is_told_apart_from_the_deployer(server, azure_devops_package):
    with connected(azure_devops_package, server, token(server, person="dev.two@contoso.com")) as clients:
        user = clients.get_location_client().get_connection_data().authenticated_user

    assert (user.provider_display_name, user.properties["Account"]["$value"]) == (
        "Dev Two",
        "dev.two@contoso.com",
    )
