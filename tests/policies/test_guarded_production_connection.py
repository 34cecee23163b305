"""The rule guarded-production-connection: an approval and a check of the branch."""

from dataclasses import replace

import pytest
from guardrails import Enforcement, Example, Props, Resource
from guardrails.data import guards
from guardrails.data.fixtures import connection, fixture, managed_identity
from guardrails.data.tokens import AZURE_CONNECTION, GENERIC_CONNECTION
from guardrails.engine.settings import Choice
from guardrails.rules import guarded_production_connection

RULE = guarded_production_connection.RULE
TARGET = {"targetResourceId": "${azure.id}", "targetResourceType": "endpoint"}
APPROVAL = TARGET | {"approvers": ["x"]}
BRANCHES = TARGET | {"allowedBranches": "refs/heads/main"}


def found(name="azure-production", approval=None, branches=None, enforcement=None):
    resources = {"bot": managed_identity(), "azure": connection(serviceEndpointName=name)}
    if approval is not None:
        resources["approval"] = fixture(guards.APPROVAL, **approval)
    if branches is not None:
        resources["branches"] = fixture(guards.BRANCH_CONTROL, **branches)
    findings = (enforcement or Enforcement()).judge(Example("x", resources).declared(), [RULE])
    assert not any(finding.crashed for finding in findings)
    return [finding.what.split()[0] for finding in findings]


def test_both_guards_are_asked_for():
    assert found() == ["Nobody", "A"]
    assert found(approval=APPROVAL) == ["A"]
    assert found(branches=BRANCHES) == ["Nobody"]
    assert found(approval=APPROVAL, branches=BRANCHES) == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("prod", True),
        ("PROD-azure", True),
        ("azure_prd", True),
        ("azure production", True),
        ("products", False),
        ("reproduction", False),
        ("azure-test", False),
        ("${unknown}", False),
    ],
)
def test_production_is_told_by_the_name(name, asked):
    assert (found(name) != []) is asked


def test_a_name_that_is_not_known_yet_is_the_logical_one():
    azure = connection(serviceEndpointName="${name}")
    stack = Example("x", {"bot": managed_identity(), "azure-prod": azure}).declared()

    assert len(Enforcement().judge(stack, [RULE])) == 2


def unguarded(refused_in, path, value, others):
    """The states of one input of a check in which the connection counts as not guarded by it."""
    type_ = guards.APPROVAL if "approval" not in others else guards.BRANCH_CONTROL
    beside = {**TARGET, "approvers": ["x"], "allowedBranches": "refs/heads/main"}
    stack = {"bot": managed_identity(), "azure": connection(serviceEndpointName="prod"), **others}
    return refused_in(RULE, stack, type_, path, value, {key: beside[key] for key in beside if key != path})


APPROVED, HELD = fixture(guards.APPROVAL, **APPROVAL), fixture(guards.BRANCH_CONTROL, **BRANCHES)
NOT_READ = {"unknown", "nested unknown", "redacted", "wrong type"}


@pytest.mark.parametrize(
    ("path", "value", "others", "states"),
    [
        ("requesterCanApprove", False, {"branches": HELD}, NOT_READ),
        ("minimumRequiredApprovers", 1, {"branches": HELD}, NOT_READ - {"wrong type"}),
        ("approvers", [], {"branches": HELD}, {"known", "missing", "null"}),
        ("allowedBranches", "refs/heads/main", {"approval": APPROVED}, NOT_READ | {"missing", "null"}),
    ],
)
def test_a_check_that_cannot_be_read_guards_nothing(refused_in, path, value, others, states):
    assert unguarded(refused_in, path, value, others) == states


APPROVALS = {
    "by anybody but the requester": ({}, True),
    "by nobody": ({"approvers": []}, False),
    "by the requester": ({"requesterCanApprove": True}, False),
    "perhaps by the requester": ({"requesterCanApprove": "${flag}"}, False),
    "not by the requester": ({"requesterCanApprove": False}, True),
    "of something else": ({"targetResourceId": "${other.id}"}, False),
    "of something that is known and else": ({"targetResourceId": "6f3c1e52"}, False),
}


@pytest.mark.parametrize("case", APPROVALS)
def test_an_approval_counts_when_somebody_else_gives_it(case):
    change, counts = APPROVALS[case]

    assert (found(approval=APPROVAL | change, branches=BRANCHES) == []) is counts


@pytest.mark.parametrize(
    ("approvers", "minimum", "enough"),
    [
        (["a", "b"], None, True),
        (["a"], None, False),
        (["a", "b"], 1, False),
        (["group"], 2, True),
        (["a"], 0, False),
        (["a", "b"], 0, True),
        (["a", "b"], "${number}", False),
        (["a", "b"], "two", False),
    ],
)
def test_the_number_of_approvers_can_be_chosen(approvers, minimum, enough):
    two = Enforcement(choices={RULE.id: Choice(None, {"approvers": 2})})
    approval = APPROVAL | {"approvers": approvers, "minimumRequiredApprovers": minimum}

    assert (found(approval=approval, branches=BRANCHES, enforcement=two) == []) is enough


@pytest.mark.parametrize(
    ("branches", "counts"),
    [
        ("refs/heads/main", True),
        ("refs/heads/main, refs/heads/release/*", True),
        ("*", False),
        ("refs/heads/*", False),
        ("refs/*", False),
        ("refs/heads/main,*", False),
        ("", False),
        (None, False),
        ("${branches}", False),
    ],
)
def test_a_check_of_the_branch_counts_when_it_holds_to_some(branches, counts):
    check = TARGET | {"allowedBranches": branches}

    assert (found(approval=APPROVAL, branches=check) == []) is counts


def test_what_production_is_called_can_be_chosen():
    live = Enforcement(choices={RULE.id: Choice(None, {"production": "^live-"})})

    assert found("live-azure", enforcement=live) != []
    assert found("azure-production", enforcement=live) == []


def test_each_guard_is_of_its_own_type():
    assert found(branches=BRANCHES | APPROVAL) == ["Nobody"]
    assert found(approval=BRANCHES | APPROVAL) == ["A"]


def test_only_connections_are_asked_and_generic_ones_too():
    generic = fixture(GENERIC_CONNECTION, name="prod", type="x", authorizationScheme="None")
    stack = Example("x", {"production": managed_identity(), "prod": generic, "y": generic}).declared()

    assert [finding.name for finding in Enforcement().judge(stack, [RULE])] == ["prod", "prod", "y", "y"]


def test_in_saved_state_a_check_is_about_the_connection_with_the_id():
    azure = Resource(AZURE_CONNECTION, "prod", Props({}), urn="urn:prod", outputs=Props({"id": "6f3c"}))
    checks = [
        Resource(type_, name, Props(inputs | {"targetResourceId": "6f3c"}), urn=name)
        for type_, name, inputs in (
            (guards.APPROVAL, "approval", APPROVAL),
            (guards.BRANCH_CONTROL, "branches", BRANCHES),
        )
    ]

    assert Enforcement().judge([azure, *checks], [RULE]) == []
    assert len(Enforcement().judge([replace(azure, outputs=Props({"id": "7"})), *checks], [RULE])) == 2
    assert len(Enforcement().judge([replace(azure, outputs=Props({})), *checks], [RULE])) == 2
