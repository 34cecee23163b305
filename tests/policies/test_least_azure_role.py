"""The rule least-azure-role: which roles are given in Azure, and on how much."""

import pytest
from guardrails import evaluate
from guardrails.data.tokens import ROLE_ASSIGNMENTS, ROLE_DEFINITIONS
from guardrails.rules import least_azure_role

RULE = least_azure_role.RULE
GROUP = "/subscriptions/3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02/resourceGroups/rg-support"
ROLES = "/providers/Microsoft.Authorization/roleDefinitions/"
OWNER, CONTRIBUTOR = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c"
TYPES = [
    *ROLE_ASSIGNMENTS,
    "azure-native:authorization/v20220401:RoleAssignment",
    "azure-native_authorization_v20220401:authorization:RoleAssignment",
]
READABLE = {"known", "secret", "secret block"}
# What is not known yet is left to traced-unknowns.
UNREADABLE = {"redacted", "wrong type", "missing", "null"}


@pytest.mark.parametrize("type_", TYPES)
def test_a_role_that_may_give_roles_is_refused_in_every_state_but_unknown(type_, refused):
    beside = {"scope": GROUP}

    assert refused(RULE, type_, "roleDefinitionId", ROLES + OWNER, beside) == READABLE | UNREADABLE
    assert refused(RULE, type_, "roleDefinitionId", ROLES + CONTRIBUTOR, beside) == UNREADABLE


@pytest.mark.parametrize("type_", TYPES)
def test_more_than_a_resource_group_is_refused_in_every_state_but_unknown(type_, refused):
    beside = {"roleDefinitionId": ROLES + CONTRIBUTOR}
    subscription = GROUP.partition("/resourceGroups")[0]

    assert refused(RULE, type_, "scope", subscription, beside) == READABLE | UNREADABLE
    assert refused(RULE, type_, "scope", GROUP, beside) == UNREADABLE


def count(enter, type_=ROLE_ASSIGNMENTS[0], **inputs):
    findings = evaluate(enter(type_, inputs), [RULE])
    assert not any(finding.crashed for finding in findings)
    return len(findings)


@pytest.mark.parametrize("role", least_azure_role.PRIVILEGED)
def test_a_privileged_role_is_told_in_every_spelling_of_its_id(role, enter):
    for spelling in (role, role.upper(), ROLES + role, f"{GROUP}{ROLES}{role}"):
        assert count(enter, roleDefinitionId=spelling, scope=GROUP) == 1


@pytest.mark.parametrize(
    "name", ["Owner", "User Access Administrator", "role based access control administrator"]
)
def test_a_privileged_role_is_told_by_its_name_too(name, enter):
    assert (
        count(enter, "azure:authorization/assignment:Assignment", roleDefinitionName=name, scope=GROUP) == 1
    )


def test_a_role_for_the_work_is_accepted_by_name(enter):
    classic = "azure:authorization/assignment:Assignment"

    assert count(enter, classic, roleDefinitionName="Reader", scope=GROUP) == 0
    assert count(enter, classic, roleDefinitionName="", scope=GROUP) == 1


def test_the_finding_says_what_is_too_much_and_where(enter):
    def said(**inputs):
        return [finding.what for finding in evaluate(enter(ROLE_ASSIGNMENTS[0], inputs), [RULE])]

    assert said(roleDefinitionId=OWNER, scope="/") == [
        '"ci" gives a role that may give roles.',
        '"ci" gives a role on more than a resource group, or that cannot be told (input scope).',
    ]
    assert said(roleDefinitionId="x", scope=GROUP) == [
        '"ci" gives a role that cannot be told (input roleDefinitionId).'
    ]


SCOPES = {
    GROUP: 0,
    GROUP + "/": 0,
    GROUP.lower(): 0,
    GROUP.removeprefix("/"): 0,
    GROUP + "/providers/Microsoft.Storage/storageAccounts/mail": 0,
    "/subscriptions/x": 1,
    "/subscriptions/x/": 1,
    "/subscriptions/x/resourceGroups": 1,
    "/subscriptions/x/resourceGroups/": 1,
    "/subscriptions/x/providers/Microsoft.Web/y": 1,
    "/providers/Microsoft.Management/managementGroups/root": 1,
    "/": 1,
    "": 1,
    GROUP + "/..": 1,
    GROUP + "/../../": 1,
    "https://management.azure.com" + GROUP: 1,
}


def test_a_scope_is_a_resource_group_or_narrower(enter):
    assert {one: count(enter, roleDefinitionId=CONTRIBUTOR, scope=one) for one in SCOPES} == SCOPES


WIDE = {"/subscriptions/x": 0, "/providers/Microsoft.Management/managementGroups/root": 0, "/": 1, "": 1} | {
    "/subscriptions/..": 1,
    "/subscriptions/x/providers/Microsoft.Web/y": 1,
    "/providers/Microsoft.Management/managementGroups/": 1,
    "/providers/Microsoft.Management/managementGroups/root/subscriptions/x": 1,
}


def test_a_subscription_or_a_management_group_takes_a_reason(enter):
    found = {
        one: count(enter, roleDefinitionId=CONTRIBUTOR, scope=one, description="Pays the bill.")
        for one in WIDE
    }

    assert found == WIDE


@pytest.mark.parametrize("type_", TYPES)
def test_a_reason_counts_where_it_can_be_read(type_, refused):
    beside = {"roleDefinitionId": ROLES + CONTRIBUTOR, "scope": "/subscriptions/x"}

    assert refused(RULE, type_, "description", "Pays the bill.", beside) == UNREADABLE
    assert refused(RULE, type_, "description", "  ", beside) == UNREADABLE | READABLE


def test_no_reason_is_good_enough_to_give_roles(enter):
    assert count(enter, roleDefinitionId=OWNER, scope="/subscriptions/x", description="Because.") == 1


def test_the_finding_asks_for_the_reason(enter):
    inputs = {"roleDefinitionId": CONTRIBUTOR, "scope": "/subscriptions/x"}
    [finding] = evaluate(enter(ROLE_ASSIGNMENTS[0], inputs), [RULE])

    assert finding.what == (
        '"ci" gives a role on more than a resource group, without a reason (input description).'
    )


PRINCIPALS = {"User": 0, "ServicePrincipal": 1, "Group": 1, None: 1, "[secret]": 1, "user": 1}


def test_only_what_is_known_to_be_a_person_may_have_more(enter):
    counts = {one: count(enter, roleDefinitionId=OWNER, scope=GROUP, principalType=one) for one in PRINCIPALS}

    assert counts == PRINCIPALS


ACTIONS = {
    "everything": ([{"actions": ["*"]}], 1),
    "everything but rights": ([{"actions": ["*"], "notActions": ["Microsoft.Authorization/*/Write"]}], 0),
    "role assignments": ([{"actions": ["microsoft.authorization/roleAssignments/WRITE"]}], 1),
    "role definitions": ([{"actions": ["Microsoft.Authorization/roleDefinitions/*"]}], 1),
    "one taken away of two": (
        [{"actions": ["*/write"], "notActions": ["Microsoft.Authorization/roleAssignments/write"]}],
        1,
    ),
    "taken away in another block": (
        [{"actions": ["*"]}, {"actions": [], "notActions": ["Microsoft.Authorization/*/Write"]}],
        1,
    ),
    "reading": ([{"actions": ["*/read", "Microsoft.Web/*"]}], 0),
    "nothing": ([], 0),
}


@pytest.mark.parametrize("type_", [*ROLE_DEFINITIONS, "azure-native:authorization/v20220401:RoleDefinition"])
def test_a_role_of_the_stack_may_not_give_roles(type_, enter):
    counts = {case: count(enter, type_, permissions=one) for case, (one, _) in ACTIONS.items()}

    assert counts == {case: expected for case, (_, expected) in ACTIONS.items()}


def test_the_actions_of_a_role_are_refused_unless_they_can_be_read(refused):
    assert refused(RULE, ROLE_DEFINITIONS[0], "permissions[].actions[]", "Microsoft.Web/*") == {
        "unknown", "nested unknown", "redacted", "wrong type",
    }  # fmt: skip
