"""Users, groups, service principals and memberships, through Microsoft's own client."""

import pytest

from azdo_emulator.model import ids, replication
from azdo_emulator.model.devops import graph, groups
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.entra import directory
from azdo_emulator.model.past import PEOPLE
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER, ENTRA_GROUPS, TENANT
from tests.azdo_emulator.http.conftest import connected, token

# What every test claims is so however the server says where its areas are.
pytestmark = pytest.mark.parametrize("discovery", ["full", "empty"])

DEVELOPER = "dev.one@contoso.com"
NOBODY = ids.user_descriptor("nowhere", "nobody")


@pytest.fixture
def client(azure_devops):
    return azure_devops.get_graph_client()


@pytest.fixture
def context(client):
    """What the client sends to create somebody: it comes with the base classes alone."""
    from msrest.serialization import Model

    def make(**values):
        made = Model()
        words = {
            name: name.split("_")[0] + name.title().replace("_", "")[len(name.split("_")[0]) :]
            for name in values
        }
        made._attribute_map = {name: {"key": word, "type": "str"} for name, word in words.items()}
        vars(made).update(values)
        return made

    return make


def refused(call, *arguments, **named):
    """The type key and the message of the error that the client raises."""
    from azure.devops.exceptions import AzureDevOpsServiceError

    with pytest.raises(AzureDevOpsServiceError) as error:
        call(*arguments, **named)
    return error.value.type_key, error.value.message


def scope_of(server, client, name="Support"):
    with server.cloud.read() as session:
        project = get_project(session, get_organization(session, "contoso"), name)
    return client.get_descriptor(project.project_id).value


def named(client, name, scope=None):
    [found] = [group for group in client.list_groups(scope).graph_groups if group.display_name == name]
    return found


def in_model(server, operation, *arguments):
    with server.cloud.write() as session:
        return operation(session, get_organization(session, "contoso"), *arguments)


def test_users_are_those_of_the_organisation(client):
    found = {user.principal_name: user for user in client.list_users().graph_users}

    assert set(found) == {"admin@contoso.com", "dev.two@contoso.com", *PEOPLE}
    owner = found["admin@contoso.com"]
    assert (owner.domain, owner.origin, owner.subject_kind) == (TENANT, "aad", "user")
    assert client.get_user(owner.descriptor) == owner
    assert client.list_users(subject_types=["msa"]).graph_users == []


def test_a_list_has_all_of_many_and_each_once(server, client, monkeypatch):
    monkeypatch.setattr(graph, "PAGE", 3)
    wanted, found, more = 27, [], None
    for _ in range(wanted):
        page = client.list_groups(continuation_token=more)
        found += [group.descriptor for group in page.graph_groups]
        if (more := page.continuation_token) is None:
            break

    every = in_model(server, groups.list_groups)
    assert sorted(found) == sorted(group.descriptor for group in every)


def test_a_token_that_no_page_gave_is_refused(client):
    assert refused(client.list_users, continuation_token="?")[0] == "ArgumentException"


def test_a_service_principal_tells_of_its_application(client):
    [found] = client.list_service_principals().graph_service_principals

    assert (found.origin_id, found.application_id, found.meta_type) == (*DEPLOYER[1:], "application")
    assert client.get_service_principal(found.descriptor) == found
    assert refused(client.get_user, found.descriptor)[0] == "GraphSubjectNotFoundException"


def test_a_managed_identity_says_that_it_is_one(client, context):
    made = client.create_service_principal(context(origin_id=DATA_FACTORY[1]))

    assert (made.meta_type, made.display_name) == ("managedIdentity", DATA_FACTORY[0])
    client.delete_service_principal(made.descriptor)
    assert refused(client.get_service_principal, made.descriptor)[0] == "GraphSubjectNotFoundException"


def test_somebody_can_be_made_known_and_put_into_a_group_at_once(server, client, context):
    readers = named(client, "Readers", scope_of(server, client)).descriptor
    made = client.create_user(context(principal_name=DEVELOPER), [readers])

    client.check_membership_existence(made.descriptor, readers)
    assert client.get_storage_key(made.descriptor).value == client.get_storage_key(made.descriptor).value
    client.delete_user(made.descriptor)
    assert refused(client.get_user, made.descriptor)[1].startswith("VS403325")


def test_one_whom_entra_does_not_have_is_refused(client, context):
    missing = refused(client.create_user, context(principal_name="nobody@contoso.com"))

    assert missing == (
        "NotFoundException",
        "VS860016: Could not find originId 'nobody@contoso.com' in the backing domain",
    )


def test_groups_are_those_of_the_organisation_or_of_one_project(server, client):
    everywhere = client.list_groups().graph_groups
    support = client.list_groups(scope_of(server, client)).graph_groups

    assert {group.domain.split("/")[-2] for group in everywhere} == {"TeamProject", "IdentityDomain"}
    assert {group.domain.split("/")[-2] for group in support} == {"TeamProject"}
    assert {group.display_name for group in support} == {
        *groups.OF_A_PROJECT,
        "Support Team",
        "Release Approvers",
    }


def test_a_group_can_be_made_changed_and_deleted(server, client, context):
    from azure.devops.v7_1.graph.models import JsonPatchOperation

    scope = scope_of(server, client)
    contributors = named(client, "Contributors", scope).descriptor
    made = client.create_group(context(display_name="Bots", description="Machines."), scope, [contributors])
    assert (made.principal_name, made.description, made.origin) == ("[Support]\\Bots", "Machines.", "vsts")
    client.check_membership_existence(made.descriptor, contributors)

    change = JsonPatchOperation(op="replace", path="/displayName", value="Robots")
    changed = client.update_group(made.descriptor, [change])
    assert (changed.principal_name, changed.description) == ("[Support]\\Robots", "Machines.")
    assert changed.descriptor == made.descriptor

    again = client.create_group(context(display_name="Bots"), scope)
    assert again.descriptor != made.descriptor
    client.delete_group(made.descriptor)
    assert refused(client.get_group, made.descriptor)[0] == "GraphSubjectNotFoundException"


def test_two_groups_of_a_project_cannot_share_a_name(server, client, context):
    found = refused(client.create_group, context(display_name="contributors"), scope_of(server, client))

    assert found == (
        "GroupCreationException",
        "TF50624: A group named contributors already exists in scope Support.",
    )


def test_a_group_of_entra_can_be_made_known_but_not_changed(client, context):
    from azure.devops.v7_1.graph.models import JsonPatchOperation

    made = client.create_group(context(origin_id=ENTRA_GROUPS["sg-support"][0]))

    assert (made.origin, made.principal_name) == ("aad", "[TEAM FOUNDATION]\\sg-support")
    change = JsonPatchOperation(op="replace", path="/description", value="Ours.")
    assert refused(client.update_group, made.descriptor, [change])[0] == "GraphBadRequestException"


def test_a_membership_is_there_from_both_ends_until_it_is_removed(server, client):
    readers = named(client, "Readers", scope_of(server, client)).descriptor
    [deployer] = client.list_service_principals().graph_service_principals
    made = client.add_membership(deployer.descriptor, readers)

    assert (made.member_descriptor, made.container_descriptor) == (deployer.descriptor, readers)
    assert client.get_membership(deployer.descriptor, readers) == made
    assert made in client.list_memberships(readers, "down", depth=1)
    assert made in client.list_memberships(deployer.descriptor)

    client.remove_membership(deployer.descriptor, readers)
    assert (
        refused(client.get_membership, deployer.descriptor, readers)[0] == "GraphMembershipNotFoundException"
    )
    with pytest.raises(Exception, match="404"):
        client.check_membership_existence(deployer.descriptor, readers)


def test_only_a_group_has_members(client):
    owner, developer, *_ = client.list_users().graph_users

    found = refused(client.add_membership, owner.descriptor, developer.descriptor)

    assert found[0] == "CannotEditChildrenOfNonGroupException"
    assert found[1].startswith("VS403339")


def test_one_who_is_not_in_an_administrators_group_changes_no_members(server, azure_devops_package, client):
    readers = named(client, "Readers", scope_of(server, client)).descriptor
    [deployer] = client.list_service_principals().graph_service_principals

    with connected(azure_devops_package, server, token(server, person="dev.two@contoso.com")) as clients:
        found = refused(clients.get_graph_client().add_membership, deployer.descriptor, readers)

    assert found == (
        "AccessCheckException",
        "Access Denied: Dev Two needs the following permission(s) on the resource Groups to perform this "
        "action: Manage group membership",
    )


def test_both_names_of_somebody_lead_to_each_other(client):
    for found in (*client.list_users().graph_users, *client.list_groups().graph_groups):
        key = client.get_storage_key(found.descriptor).value
        assert client.get_descriptor(key).value == found.descriptor


def test_a_project_has_a_descriptor_as_a_scope(server, client):
    scope = scope_of(server, client)

    assert scope.startswith("scp.")
    assert client.get_descriptor(client.get_storage_key(scope).value).value == scope


def test_nobody_of_a_storage_key_is_an_error(client):
    assert refused(client.get_descriptor, TENANT)[0] == "StorageKeyNotFoundException"


def test_subjects_are_looked_up_by_descriptor_and_strangers_left_out(client):
    from azure.devops.v7_1.graph.models import GraphSubjectLookup, GraphSubjectLookupKey

    known = [user.descriptor for user in client.list_users().graph_users]
    keys = [GraphSubjectLookupKey(descriptor=one) for one in (*known, NOBODY)]

    found = client.lookup_subjects(GraphSubjectLookup(lookup_keys=keys))

    assert {one: subject.display_name for one, subject in found.items()} == dict(
        zip(known, [user.display_name for user in client.list_users().graph_users], strict=True)
    )


def query(client, text, kinds, scope=None):
    from azure.devops.v7_1.graph.models import GraphSubjectQuery

    asked = GraphSubjectQuery(query=text, subject_kind=kinds, scope_descriptor=scope)
    return [found.display_name for found in client.query_subjects(asked)]


def test_a_query_finds_whose_name_begins_so_also_in_entra_alone(server, client):
    *members, stranger = query(client, "DEV", ["User"])
    assert (set(members), stranger) == ({"Dev Two", *PEOPLE.values()}, "Dev One")
    assert query(client, "dev.one", ["User"]) == ["Dev One"]
    assert query(client, "Contrib", ["Group"], scope_of(server, client)) == ["Contributors"]
    assert query(client, "contoso-", ["ServicePrincipal"]) == [DATA_FACTORY[0]]
    assert query(client, "ontoso", ["User", "Group", "ServicePrincipal"]) == []


def test_a_service_principal_is_found_once_it_has_reached_azure_devops(server, client):
    with server.cloud.write() as session:
        replication.set_lag(session, replication.Lag.AZURE_DEVOPS, attempts=2)
        bot = directory.create_application(session, TENANT, "mailroom-bot")
        directory.create_service_principal(session, bot.app_id)

    found = [query(client, "mailroom-bot", ["ServicePrincipal"]) for _ in range(3)]

    assert found == [[], [], ["mailroom-bot"]]


def test_one_whom_entra_has_lost_is_known_as_such(server, client):
    [lost] = [user for user in client.list_users().graph_users if user.display_name == "Dev Two"]
    assert client.get_membership_state(lost.descriptor).active
    with server.cloud.write() as session:
        directory.delete_directory_object(session, lost.origin_id)

    assert client.get_user(lost.descriptor).is_deleted_in_origin
    assert not client.get_membership_state(lost.descriptor).active
