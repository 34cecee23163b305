"""The rule no-raw-permissions: permissions that lead to others."""

import pytest
from guardrails import Level, Profile, evaluate
from guardrails.rules import no_raw_permissions

RULE = no_raw_permissions.RULE
RAW, PROJECT = no_raw_permissions.RAW, no_raw_permissions.PROJECT
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
READABLE = {"known", "secret", "secret block"}
MERGES = {"replace": False}


@pytest.mark.parametrize("type_", [RAW, PROJECT, "azuredevops:Security/gitPermissions:GitPermissions"])
def test_a_strong_permission_is_found_in_whatever_state_it_is(type_, refused):
    assert refused(RULE, type_, "permissions.ManagePermissions", "Allow", MERGES) == UNCLEAR | READABLE
    assert refused(RULE, type_, "permissions.ManagePermissions", "deny", MERGES) == UNCLEAR
    assert refused(RULE, type_, "permissions.ManagePermissions", "NotSet", MERGES) == UNCLEAR
    assert refused(RULE, type_, "permissions.GenericRead", "Allow", MERGES) == UNCLEAR - {"nested unknown"}


NAMES = {
    "Administer": True,
    "AdministerBuildPermissions": True,
    "ADMINISTER_BUILD": True,
    "ManagePermissions": True,
    "ManageMembership": True,
    "PolicyExempt": True,
    "PullRequestBypassPolicy": True,
    "EditPolicies": True,
    "ForcePush": True,
    "GENERIC_WRITE": True,
    "MANAGE_ENTERPRISE_POLICIES": True,
    "CREATE_PROJECTS": True,
    "GENERIC_READ": False,
    "GenericContribute": False,
    "CreateBranch": False,
    "Use": False,
    "View": False,
}


def test_a_strong_permission_is_told_by_its_name(enter):
    told = {}
    for name in NAMES:
        findings = evaluate(enter(PROJECT, {"permissions": {name: "allow"}}), [RULE])
        assert all(name in finding.what for finding in findings)
        told[name] = findings != []

    assert told == NAMES


def test_a_name_that_is_none_is_not_repeated(enter):
    (finding,) = evaluate(enter(PROJECT, {"permissions": {"Administer\n##vso[x]": "Allow"}}), [RULE])

    assert finding.what == '"ci" gives a permission that leads to others (input permissions).'


def test_the_settings_replace_the_names(enter):
    resource = enter(PROJECT, {"permissions": {"Administer": "Allow", "Use": "Allow"}})

    (finding,) = RULE.examine(resource, {"names": ["use"]})

    assert "permissions.Use" in finding.what


def test_replacing_is_found_unless_it_is_known_to_be_off(refused):
    assert refused(RULE, RAW, "replace", True) == UNCLEAR | READABLE | {"missing", "null"}
    assert refused(RULE, RAW, "replace", False) == UNCLEAR | {"missing", "null"}
    assert refused(RULE, PROJECT, "replace", True) == set()


def test_the_rule_is_advice_unless_it_is_strict():
    assert (RULE.level, RULE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
