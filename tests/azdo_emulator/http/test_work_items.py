"""Work items through Microsoft's own package, as a bot creates them."""

import pytest

from azdo_emulator.model.devops import entitlements, groups, memberships
from azdo_emulator.model.devops.projects import get_organization, get_project
from azdo_emulator.model.seed import DATA_FACTORY, DEPLOYER
from tests.azdo_emulator.http.conftest import client, connected, refused, token

ITEMS = "/Support/_apis/wit/workitems"
TITLE = {"op": "add", "path": "/fields/System.Title", "value": "The printer is on fire"}
PATCH = {"Content-Type": "application/json-patch+json"}


@pytest.fixture
def items(azure_devops):
    return azure_devops.get_work_item_tracking_client()


def test_a_work_item_is_created_and_read_again(items):
    made = items.create_work_item([TITLE], "Support", "Issue")

    assert made.fields["System.Title"] == "The printer is on fire"
    assert (made.fields["System.TeamProject"], made.fields["System.WorkItemType"]) == ("Support", "Issue")
    assert made.fields["System.CreatedBy"]["displayName"] == DEPLOYER[0]
    assert items.get_work_item(made.id).fields == made.fields
    assert items.get_work_item(made.id, project="Support").rev == 1


def test_a_type_with_a_space_in_it_is_one(items):
    assert items.create_work_item([TITLE], "Support", "User Story").fields["System.State"] == "New"


def test_a_bot_needs_to_be_a_contributor(server, azure_devops_package):
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        bot = entitlements.add_service_principal_entitlement(
            session, organization, DATA_FACTORY[1], "express"
        )
    as_bot = token(server, whose=DATA_FACTORY[1])
    with client(f"{server.http}/contoso", as_bot) as nobody:
        before = nobody.post(f"{ITEMS}/$Issue", json=[TITLE], headers=PATCH)
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        support = get_project(session, organization, "Support")
        [group] = [
            one for one in groups.list_groups(session, organization, support) if one.name == "Contributors"
        ]
        memberships.add_membership(session, organization, bot.subject.descriptor, group.descriptor)
    with connected(azure_devops_package, server, as_bot) as clients:
        made = clients.get_work_item_tracking_client().create_work_item([TITLE], "Support", "Issue")

    assert refused(before) == (403, "WorkItemUnauthorizedAccessException")
    assert made.fields["System.CreatedBy"]["displayName"] == DATA_FACTORY[0]


REFUSALS = {
    "Issue": ([], (400, "RuleValidationException")),
    "Task": ([TITLE | {"value": "x" * 256}], (400, "RuleValidationException")),
    "Ticket": ([TITLE], (404, "WorkItemTypeNotFoundException")),
    "Bug": ([TITLE | {"path": "/relations/-"}], (400, "VssPropertyValidationException")),
    "Epic": ([TITLE | {"op": "remove"}], (400, "VssPropertyValidationException")),
}


@pytest.mark.parametrize("type", REFUSALS)
def test_what_is_no_work_item_is_refused(contoso, type):
    patch, wanted = REFUSALS[type]

    assert refused(contoso.post(f"{ITEMS}/${type}", json=patch, headers=PATCH)) == wanted


def test_a_work_item_that_there_is_not_is_refused(items, contoso):
    made = items.create_work_item([TITLE], "Support", "Issue")

    for path in ("/_apis/wit/workitems/4711", f"/Payments/_apis/wit/workitems/{made.id}"):
        assert refused(contoso.get(path)) == (404, "WorkItemNotFoundException")
