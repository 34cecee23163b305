"""The rule least-access-level: how much of the organisation members may use."""

import pytest
from guardrails import Level, Profile
from guardrails.data.tokens import ENTITLEMENT, GROUP_ENTITLEMENT, MEMBER
from guardrails.rules import least_access_level

RULE = least_access_level.RULE
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
READABLE = {"known", "secret", "secret block"}


def test_a_dear_level_is_found_in_whatever_state_it_is(refused):
    assert refused(RULE, ENTITLEMENT, "accountLicenseType", "advanced") == UNCLEAR | READABLE
    assert refused(RULE, ENTITLEMENT, "accountLicenseType", "express") == UNCLEAR


def count(enter, type_, level, **config):
    return len(list(RULE.examine(enter(type_, {"accountLicenseType": level}), config)))


LEVELS = ["none", "stakeholder", "express", "advanced"]


@pytest.mark.parametrize("most", LEVELS)
def test_a_level_is_found_when_it_is_above_the_settings(most, enter):
    for level in LEVELS:
        expected = int(LEVELS.index(level) > LEVELS.index(most))
        assert count(enter, ENTITLEMENT, level, workloads=most) == expected
        for type_ in (MEMBER, GROUP_ENTITLEMENT):
            assert count(enter, type_, level.upper(), people=most) == expected


def test_one_level_has_several_names(enter):
    for name in ("basic", "earlyAdopter", "express"):
        assert count(enter, ENTITLEMENT, name, workloads="basic") == 0
        assert count(enter, ENTITLEMENT, name, workloads="express") == 0
        assert count(enter, ENTITLEMENT, name, workloads="stakeholder") == 1
    assert count(enter, ENTITLEMENT, "professional", workloads="advanced") == 0


def test_left_out_it_is_a_basic_seat(enter):
    assert count(enter, ENTITLEMENT, None) == 0
    assert count(enter, ENTITLEMENT, None, workloads="stakeholder") == 1


def test_a_level_that_nobody_knows_is_the_dearest(enter):
    assert count(enter, MEMBER, "platinum") == 1


def test_the_rule_is_advice_unless_it_is_strict():
    assert (RULE.level, RULE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
