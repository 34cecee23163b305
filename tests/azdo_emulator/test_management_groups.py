"""Roles on a management group count in every subscription below it."""

import pytest

from azdo_emulator.model.azure import management_groups, permissions, role_assignments
from azdo_emulator.model.azure.management_groups import management_group_id
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT

from .conftest import refusal
from .test_role_assignments import FACTORY, ROLES, SCOPE, assign

ROOT, CONTOSO = management_group_id(TENANT), management_group_id("contoso")
READ = "Microsoft.Resources/subscriptions/resourceGroups/read"
READER = f"/providers/Microsoft.Authorization/roleDefinitions/{ROLES['Reader']}"


@pytest.mark.parametrize("group", [ROOT, CONTOSO, CONTOSO.upper().replace("/PROVIDERS", "/providers")])
def test_a_role_on_a_management_group_counts_below_it(session, group):
    assert not permissions.holds(session, FACTORY, READ, SCOPE)

    made = assign(session, scope=group, role=READER)

    assert made.role_definition_id == READER
    assert permissions.holds(session, FACTORY, READ, SCOPE)


def test_a_role_on_a_subscription_does_not_count_above_it(session):
    assign(session, scope=f"/subscriptions/{SUBSCRIPTION}")

    assert not permissions.holds(session, FACTORY, f"{management_groups.TYPE}/read", CONTOSO)


def test_a_role_on_a_management_group_does_not_count_in_the_one_above_it(session):
    assign(session, scope=CONTOSO)

    assert permissions.holds(session, FACTORY, f"{management_groups.TYPE}/read", CONTOSO)
    assert not permissions.holds(session, FACTORY, f"{management_groups.TYPE}/read", ROOT)


def test_an_assignment_above_is_listed_with_those_of_a_subscription(session):
    made = assign(session, scope=ROOT)

    found = role_assignments.role_assignments_list_for_scope(session, SCOPE, principal_id=FACTORY)

    assert [one.id for one in found] == [made.id]


def test_a_management_group_that_there_is_not_is_refused(session):
    elsewhere = management_group_id("elsewhere")

    assert refusal(assign, session, scope=elsewhere) == (404, "NotFound")
    assert refusal(management_groups.management_groups_get, session, "elsewhere") == (404, "NotFound")
