"""What a change takes away is found: approvals, checks, branch restrictions, protection."""

import copy
from datetime import UTC, datetime

import pytest
from guardrails import RULES, Level, in_force
from guardrails.engine import saved

from patless.check import removals
from patless.check.access.names import Names
from patless.check.change import standing
from patless.check.manifest import Manifest
from tests.check.stack import (
    ADO,
    APPROVAL,
    BRANCHES,
    CHILDREN,
    LOCK,
    REMOVALS,
    RM,
    UNKNOWN,
    as_saved,
    bot,
    change,
    entry,
    named,
    without,
)

USE = "bot-connection-azure-support-use"
POLICY = f"{ADO}branchPolicyMinReviewers:BranchPolicyMinReviewers"


def found(before, after):
    return [(one.rule, one.name) for one in lost(change(before, after))]


def lost(subject):
    return [one for rule in REMOVALS for one in removals.examine(rule, subject, Names())]


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
    assert found(bot(), without(bot(), type_)) == [(rule, f"{USE}-{CHILDREN[type_]}")]


def test_what_was_guarded_is_called_as_the_manifest_calls_it(examine):
    manifest = Manifest(names=Names(projects={("bot", "azure-support"): "Support"}))

    (finding,) = examine(change(bot(), without(bot(), LOCK)), REMOVALS, manifest=manifest).findings

    assert finding.what.endswith("the service connection azure-support of the project Support.")


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
    assert found(bot(), edited(APPROVAL, **inputs)) == [("keeps-approvals", f"{USE}-approval")]


def test_fewer_approvers_than_before_are_found():
    before = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=2)
    everybody = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=None)
    after = edited(APPROVAL, approvers=["a", "b"], minimumRequiredApprovers=1)

    assert found(before, after) == [("keeps-approvals", f"{USE}-approval")]
    assert found(everybody, after) == [("keeps-approvals", f"{USE}-approval")]
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
    assert found(bot(), edited(BRANCHES, **inputs)) == [("keeps-branch-restrictions", f"{USE}-branches")]


@pytest.mark.parametrize("branches", ["refs/heads/main", "refs/heads/releases/1"])
def test_fewer_branches_are_no_finding(branches):
    before = edited(BRANCHES, allowedBranches="refs/heads/main, refs/heads/releases/*")

    assert found(before, edited(BRANCHES, allowedBranches=branches)) == []


@pytest.mark.parametrize(
    "inputs",
    [
        {"enabled": False},
        {"blocking": False},
        {"settings": {"reviewerCount": 1}},
        {"settings": {"reviewerCount": 2, "scopes": UNKNOWN}},
        None,
    ],
)
def test_a_weaker_branch_policy_is_found(inputs):
    strong = {"enabled": True, "blocking": True, "settings": {"reviewerCount": 2}}
    before = entry(POLICY, "reviewers", strong)
    after = [] if inputs is None else [entry(POLICY, "reviewers", strong | inputs)]

    assert found([before], after) == [("keeps-branch-restrictions", "reviewers")]


HOURS = f"{ADO}checkBusinessHours:CheckBusinessHours"
OPEN = {"monday": True, "friday": False, "startTime": "08:00", "endTime": "17:00", "timeZone": "UTC"}


@pytest.mark.parametrize(
    ("inputs", "is_weaker"),
    [
        ({"friday": True}, True),
        ({"friday": UNKNOWN}, True),
        ({"startTime": "07:59"}, True),
        ({"endTime": "17:01"}, True),
        ({"endTime": UNKNOWN}, True),
        ({"startTime": UNKNOWN}, True),
        ({"timeZone": "Tokyo Standard Time"}, True),
        ({"monday": False}, False),
        ({"startTime": "09:00", "endTime": "12:00"}, False),
        ({}, False),
    ],
)
def test_wider_business_hours_are_found_and_narrower_ones_are_not(inputs, is_weaker):
    before, after = ([entry(HOURS, "hours", one)] for one in (OPEN, OPEN | inputs))

    assert found(before, after) == ([("keeps-checks", "hours")] if is_weaker else [])


TEMPLATES = f"{ADO}checkRequiredTemplate:CheckRequiredTemplate"
ONE, OTHER = ({"repositoryName": "Platform/templates", "templatePath": path} for path in ("a.yml", "b.yml"))


@pytest.mark.parametrize(
    ("before", "after", "is_weaker"),
    [
        ([ONE], [ONE, OTHER], True),
        ([ONE], [OTHER], True),
        ([ONE], UNKNOWN, True),
        ([ONE, OTHER], [OTHER], False),
        ([ONE], [ONE], False),
    ],
)
def test_a_further_template_is_found(before, after, is_weaker):
    old, new = ([entry(TEMPLATES, "template", {"requiredTemplates": one})] for one in (before, after))

    assert found(old, new) == ([("keeps-checks", "template")] if is_weaker else [])


@pytest.mark.parametrize("id_", ["", "id-of-azure-support"])
def test_a_guard_that_moves_to_something_else_is_taken_away(id_):
    before = bot()
    named(before, "azure-support-endpoint")["id"] = id_
    after = copy.deepcopy(before)
    other = entry(RM, "other", {"serviceEndpointName": "other"}, id="id-of-other")
    moved = named(after, APPROVAL)
    moved["parent"] = ""
    moved["propertyDependencies"] = {"targetResourceId": [other["urn"]]}
    if id_:
        named(before, APPROVAL)["inputs"]["targetResourceId"] = id_

    assert found([*before, other], [*after, other]) == [("keeps-approvals", f"{USE}-approval")]
    assert found([*before, other], [*copy.deepcopy(before), other]) == []


def test_a_guard_stays_when_what_it_guards_is_renamed_or_replaced():
    before = bot()
    named(before, "azure-support-endpoint")["id"] = "old-id"
    named(before, APPROVAL)["inputs"]["targetResourceId"] = "old-id"
    replaced = copy.deepcopy(before)
    named(replaced, "azure-support-endpoint")["id"] = ""
    named(replaced, APPROVAL)["inputs"]["targetResourceId"] = UNKNOWN

    assert found(before, replaced) == []


def test_a_guard_does_not_go_with_a_connection_that_is_made_again():
    endpoint = named(bot(), "azure-support-endpoint")
    again = {**endpoint, "urn": f"{endpoint['urn']}-again"}
    bare = [*without(bot(), "azure-support-endpoint", "Check"), again]

    assert {rule for rule, _ in found(bot(), bare)} == {
        "keeps-approvals",
        "keeps-branch-restrictions",
        "keeps-checks",
    }


SCOPES = [{"repositoryId": "r", "repositoryRef": "refs/heads/main", "matchType": "Exact"}]


@pytest.mark.parametrize(
    ("scopes", "loses"),
    [
        (SCOPES, False),
        ([*SCOPES, {"matchType": "DefaultBranch"}], False),
        ([{**SCOPES[0], "repositoryRef": "refs/heads/dev"}], True),
        ([], True),
        (UNKNOWN, True),
        ([UNKNOWN], True),
    ],
)
def test_a_branch_policy_that_leaves_a_branch_is_found(scopes, loses):
    before, after = (
        [entry(POLICY, "reviewers", {"settings": {"reviewerCount": 2, "scopes": one}})]
        for one in (SCOPES, scopes)
    )

    assert (found(before, after) != []) is loses


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

    assert {one.level for one in examine(change(bot(), after), REMOVALS).findings} == {Level.ADVISORY}


def test_a_removal_rule_that_crashes_is_a_finding():
    broken = change(bot(), without(bot(), APPROVAL))
    broken.changes[0].before["type"] = None

    crashed = [one for one in lost(broken) if one.crashed]

    assert {one.rule for one in crashed} >= {"keeps-approvals"}


def exemplary(example):
    """The change that an example of a rule shows."""
    return change(as_saved(example, example.before), as_saved(example, example.resources))


def test_a_loss_is_told_without_quoting_a_value():
    before = edited(APPROVAL, instructions="canary-7f3a9c51", approvers=["canary-7f3a9c51"])
    after = edited(APPROVAL, instructions="canary-7f3a9c52", approvers=["canary-7f3a9c52"])

    told = lost(change(before, after)) + lost(change(before, without(bot(), APPROVAL)))

    assert len(told) == 2
    assert "canary" not in str(told)


def test_every_rule_about_a_change_has_its_check():
    assert list(removals.CHECKS) == [rule.id for rule in REMOVALS]


@pytest.mark.parametrize("rule", REMOVALS, ids=lambda rule: rule.id)
def test_what_the_documentation_shows_as_bad_is_found_and_what_it_shows_as_good_is_not(rule, examine):
    def told(example):
        return {one.rule for one in examine(exemplary(example)).findings if one.rule in removals.CHECKS}

    assert [told(one) for one in rule.bad] == [{rule.id}] * len(rule.bad)
    assert [told(one) for one in rule.good] == [set()] * len(rule.good)


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WITHOUT = change(bot(), without(bot(), APPROVAL))


def in_force_with(tmp_path, day, fingerprint, rule="keeps-approvals", about=APPROVAL):
    """What is in force with one exemption from a rule about a change."""
    path = tmp_path / "exemptions.yaml"
    path.write_text(
        f"""\
- rule: {rule}
  resource: {named(bot(), about)["urn"]}
  reason: The approvers asked for it, see the ticket.
  owner: sg-support
  ticket: SUP-12
  expires: {day}
  fingerprint: "{fingerprint}"
"""
    )
    return in_force({"PATLESS_EXEMPTIONS": str(path)}, RULES, NOW)


def granted(subject, rule="keeps-approvals"):
    """The fingerprint that the report tells for an exemption."""
    return next(one.fingerprint for one in lost(subject) if one.rule == rule)


def about_exemptions(report):
    return [
        (one.rule, one.level, one.what)
        for one in report.findings
        if one.rule in ("current-exemptions", "valid-exemptions", "guardrails-in-force")
    ]


def test_a_removal_that_is_exempt_passes_and_is_shown(examine, tmp_path):
    enforcement = in_force_with(tmp_path, "2026-12-20", granted(WITHOUT))

    report = examine(WITHOUT, REMOVALS, enforcement=enforcement)

    assert [(one.rule, one.level) for one in report.exempt] == [("keeps-approvals", Level.ADVISORY)]
    assert about_exemptions(examine(WITHOUT, enforcement=enforcement)) == []


def test_leave_to_weaken_a_guard_is_none_to_take_it_away_nor_to_weaken_it_more(examine, tmp_path):
    weaker = change(bot(), edited(APPROVAL, requesterCanApprove=True))
    weakest = change(bot(), edited(APPROVAL, requesterCanApprove=True, approvers=["g1", "g2"]))
    enforcement = in_force_with(tmp_path, "2026-12-20", granted(weaker))
    after_it = change(weaker.after, without(bot(), APPROVAL))

    refused = [
        bool(examine(one, REMOVALS, enforcement=enforcement).mandatory)
        for one in (weaker, weakest, WITHOUT, after_it)
    ]

    assert refused == [False, True, True, True]
    assert granted(WITHOUT).startswith("gone:yes,")


def test_a_removal_is_exempt_no_longer_than_its_severity_allows(examine, tmp_path):
    report = examine(WITHOUT, enforcement=in_force_with(tmp_path, "2026-12-24", granted(WITHOUT)))

    assert (
        "valid-exemptions",
        Level.MANDATORY,
        "It may not expire later than 2026-12-23.",
    ) in about_exemptions(report)
    assert "keeps-approvals" in {one.rule for one in report.mandatory}


def test_an_exemption_from_a_removal_that_has_ended_is_told(examine, tmp_path):
    report = examine(WITHOUT, enforcement=in_force_with(tmp_path, "2026-11-01", granted(WITHOUT)))

    assert [what for _, _, what in about_exemptions(report)] == [
        "The exemption from keeps-approvals ended on 2026-11-01 23:59 UTC."
    ]
    assert "keeps-approvals" in {one.rule for one in report.mandatory}


def test_only_the_check_of_a_change_tells_that_nothing_needs_an_exemption_from_a_removal(examine, tmp_path):
    enforcement = in_force_with(tmp_path, "2026-12-20", granted(WITHOUT))
    gone = without(bot(), APPROVAL)

    of_a_change = examine(change(gone, gone), enforcement=enforcement)
    of_a_state = examine(standing(gone, "state"), enforcement=enforcement)
    by_the_pack = enforcement.judge(saved.resources({"deployment": {"resources": gone}}), RULES)

    assert about_exemptions(of_a_change) == [
        ("current-exemptions", Level.ADVISORY, "Nothing needs the exemption from keeps-approvals.")
    ]
    assert about_exemptions(of_a_state) == []
    assert [one for one in by_the_pack if one.rule.endswith("-exemptions")] == []
