"""What a change takes away is found: approvals, checks, branch restrictions, protection."""

import copy

import pytest
from guardrails import Level

from patless.check.removals import REMOVALS
from tests.check.stack import (
    ADO,
    APPROVAL,
    BRANCHES,
    LOCK,
    UNKNOWN,
    bot,
    change,
    entry,
    named,
    without,
)

POLICY = f"{ADO}branchPolicyMinReviewers:BranchPolicyMinReviewers"


def found(before, after):
    return [(one.rule, one.name) for rule in REMOVALS for one in rule.examine(change(before, after))]


def edited(part, **inputs):
    """The workload with other inputs of one resource; None takes an input out."""
    after = copy.deepcopy(bot())
    target = named(after, part)["inputs"]
    target.update(inputs)
    for key in [key for key, value in target.items() if value is None]:
        del target[key]
    return after


@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        (APPROVAL, "keeps-approvals"),
        (BRANCHES, "keeps-branch-restrictions"),
        (LOCK, "keeps-checks"),
    ],
)
def test_a_guard_that_is_taken_away_is_found(type_, rule):
    assert found(bot(), without(bot(), type_)) == [(rule, f"bot-{type_.rpartition(':')[2]}")]


def test_a_guard_may_go_with_what_it_guards():
    assert found(bot(), without(bot(), "connection", "azure-support", "Check")) == []


def test_a_guard_under_another_name_is_no_loss():
    renamed = edited(APPROVAL)
    named(renamed, APPROVAL)["urn"] += "-renamed"

    assert found(bot(), renamed) == []


def test_a_guard_that_is_new_or_stays_is_no_finding():
    assert found([], bot()) == []
    assert found(bot(), bot()) == []


@pytest.mark.parametrize(
    "inputs",
    [
        {"requesterCanApprove": True},
        {"requesterCanApprove": UNKNOWN},
        {"approvers": ["g1", "g2"]},
        {"approvers": UNKNOWN},
    ],
)
def test_a_weaker_approval_is_found(inputs):
    assert found(bot(), edited(APPROVAL, **inputs)) == [("keeps-approvals", "bot-CheckApproval")]


def test_fewer_approvers_than_before_are_found():
    before = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=2)
    everybody = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=None)
    after = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=1)

    assert found(before, after) == [("keeps-approvals", "bot-CheckApproval")]
    assert found(everybody, after) == [("keeps-approvals", "bot-CheckApproval")]
    assert found(after, before) == []


@pytest.mark.parametrize(
    "inputs",
    [
        {"allowedBranches": "*"},
        {"allowedBranches": "refs/heads/main, refs/heads/dev"},
        {"allowedBranches": None},
        {"allowedBranches": UNKNOWN},
        {"verifyBranchProtection": False},
        {"verifyBranchProtection": None},
        {"ignoreUnknownProtectionStatus": True},
    ],
)
def test_a_weaker_branch_control_is_found(inputs):
    assert found(bot(), edited(BRANCHES, **inputs)) == [
        ("keeps-branch-restrictions", "bot-CheckBranchControl")
    ]


@pytest.mark.parametrize("branches", ["refs/heads/main", "refs/heads/releases/1"])
def test_fewer_branches_are_no_finding(branches):
    before = edited(BRANCHES, allowedBranches="refs/heads/main, refs/heads/releases/*")

    assert found(before, edited(BRANCHES, allowedBranches=branches)) == []


@pytest.mark.parametrize(
    "inputs", [{"enabled": False}, {"blocking": False}, {"settings": {"reviewerCount": 1}}, None]
)
def test_a_weaker_branch_policy_is_found(inputs):
    strong = {"enabled": True, "blocking": True, "settings": {"reviewerCount": 2}}
    before = entry(POLICY, "reviewers", strong)
    after = [] if inputs is None else [entry(POLICY, "reviewers", strong | inputs)]

    assert found([before], after) == [("keeps-branch-restrictions", "reviewers")]


def test_protection_that_is_dropped_is_found_for_each_resource():
    after = copy.deepcopy(bot())
    for one in after:
        one.pop("protect", None)

    assert found(bot(), after) == [
        ("keeps-protection", "bot-entitlement-member"),
        ("keeps-protection", "bot-connection-azure-support-endpoint"),
    ]


def test_protection_stops_no_deployment_unless_strictly(examine):
    after = copy.deepcopy(bot())
    for one in after:
        one.pop("protect", None)

    assert {one.level for one in examine(change(bot(), after), []).findings} == {Level.ADVISORY}


def test_a_removal_rule_that_crashes_is_a_finding():
    broken = change(bot(), without(bot(), APPROVAL))
    broken.changes[0].before["type"] = None

    crashed = [one for rule in REMOVALS for one in rule.examine(broken) if one.crashed]

    assert {one.rule for one in crashed} >= {"keeps-approvals"}
