"""The rule hardened-project: who sees a project, and what its pipelines get."""

import pytest
from guardrails import Level, Profile
from guardrails.rules import hardened_project

RULE = hardened_project.RULE
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
READABLE = {"known", "secret", "secret block"}
LIMITS = dict.fromkeys(hardened_project.LIMITS, True)


def test_a_project_is_found_unless_it_is_known_to_be_private(refused):
    assert refused(RULE, hardened_project.PROJECT, "visibility", "public") == UNCLEAR | READABLE
    assert refused(RULE, hardened_project.PROJECT, "visibility", "private") == UNCLEAR


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_found_unless_it_is_known_to_be_on(limit, refused):
    others = {name: on for name, on in LIMITS.items() if name != limit}
    missing = {"missing", "null"}

    assert refused(RULE, hardened_project.PIPELINES, limit, False, others) == UNCLEAR | READABLE | missing
    assert refused(RULE, hardened_project.PIPELINES, limit, True, others) == UNCLEAR | missing


def test_the_rule_is_advice_unless_it_is_strict():
    assert (RULE.level, RULE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
