"""The rule no-broad-group-on-connection: rights are for groups that were made for them."""

import base64

import pytest
from guardrails import Enforcement, Example
from guardrails.data.fixtures import fixture
from guardrails.data.tokens import GROUP, ROLE_ON_RESOURCE
from guardrails.engine.settings import Choice
from guardrails.rules import no_broad_group_on_connection

RULE = no_broad_group_on_connection.RULE
PERMISSIONS = no_broad_group_on_connection.PERMISSIONS


def descriptor(sid):
    return "vssgp." + base64.urlsafe_b64encode(sid.encode()).decode().rstrip("=")


EVERYBODY = descriptor("S-1-9-1551374245-1204400969-2402986413-2179408616-0-0-0-0-3")
SOMEBODY = descriptor("S-1-9-1551374245-1204400969-2402986413-2179408616-3-1-2-3-4")


def found(name="Contributors", enforcement=None, **rights):
    given = {"type_": PERMISSIONS, "principal": "${group.id}", "permissions": {"Use": "allow"}} | rights
    stack = Example("x", {"group": fixture(GROUP, displayName=name), "rights": fixture(**given)}).declared()
    findings = (enforcement or Enforcement()).judge(stack, [RULE])
    assert not any(finding.crashed for finding in findings)
    return [finding.name for finding in findings]


@pytest.mark.parametrize("name", ["Contributors", "contributors", "Readers", "Project Valid Users"])
def test_a_broad_group_of_the_stack_is_refused(name):
    assert found(name) == ["rights"]


def test_a_group_that_was_made_for_it_is_accepted():
    assert found("Mailroom deployers") == []
    assert found("${name}") == []


@pytest.mark.parametrize(("principal", "refused"), [(EVERYBODY, True), (SOMEBODY, False), ("aadgp.x", False)])
def test_everybody_is_known_by_the_descriptor(principal, refused):
    assert (found("x", principal=principal) != []) is refused


PERMITTED = {
    "use": ({"Use": "allow"}, True),
    "administer": ({"Administer": "Allow"}, True),
    "not known": ({"Use": "${flag}"}, True),
    "not known at all": ("${rights}", True),
    "denied": ({"Use": "deny"}, False),
    "not set": ({"Use": "notset", "Administer": "deny"}, False),
    "to look at it": ({"ViewEndpoint": "allow", "ViewAuthorization": "allow"}, False),
    "nothing": ({}, False),
}


@pytest.mark.parametrize("case", PERMITTED)
def test_only_rights_beyond_looking_count(case):
    permissions, refused = PERMITTED[case]

    assert (found(permissions=permissions) != []) is refused


ROLES = {
    "user": ("distributedtask.serviceendpointrole", "User", True),
    "reader": ("distributedtask.serviceendpointrole", "Reader", False),
    "not known": ("distributedtask.serviceendpointrole", "${role}", True),
    "of something else": ("distributedtask.agentpoolrole", "User", False),
    "of what is not known": ("${scope}", "Administrator", True),
}


@pytest.mark.parametrize("case", ROLES)
def test_a_role_counts_when_it_is_about_a_connection(case):
    scope, role, refused = ROLES[case]
    given = {"type_": ROLE_ON_RESOURCE, "identityId": "${group.id}", "scope": scope, "roleName": role}

    assert (found(principal=None, permissions=None, **given) != []) is refused


def test_a_right_to_look_hides_no_other():
    rights = {"type_": PERMISSIONS, "principal": "${group.id}"}
    stack = {
        "group": fixture(GROUP, displayName="Contributors"),
        "looking": fixture(**rights, permissions={"ViewEndpoint": "allow"}),
        "using": fixture(**rights, permissions={"Use": "allow"}),
    }

    assert [one.name for one in RULE.examine(Example("x", stack).declared())] == ["using"]


def test_which_groups_are_broad_can_be_chosen():
    chosen = Enforcement(choices={RULE.id: Choice(None, {"broad": ["Everyone"]})})

    assert found("everyone", chosen) == ["rights"]
    assert found("Contributors", chosen) == []
