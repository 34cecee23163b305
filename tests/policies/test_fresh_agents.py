"""The rule fresh-agents: agents that are kept, and that do not update themselves."""

import pytest
from guardrails import Level, Profile
from guardrails.data.tokens import ELASTIC_POOL, MANAGED_POOL, POOL
from guardrails.rules import fresh_agents

RULE = fresh_agents.RULE
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
READABLE = {"known", "secret", "secret block"}
FRESH = {"recycleAfterEachUse": True}


@pytest.mark.parametrize("type_", [POOL, ELASTIC_POOL])
def test_agents_that_do_not_update_themselves_are_found(type_, refused):
    assert refused(RULE, type_, "autoUpdate", False, FRESH) == UNCLEAR | READABLE
    assert refused(RULE, type_, "autoUpdate", True, FRESH) == UNCLEAR


def test_agents_of_an_elastic_pool_that_are_kept_are_found(refused):
    assert refused(RULE, ELASTIC_POOL, "recycleAfterEachUse", False) == UNCLEAR | READABLE | {
        "missing",
        "null",
    }
    assert refused(RULE, ELASTIC_POOL, "recycleAfterEachUse", True) == UNCLEAR | {"missing", "null"}
    assert refused(RULE, POOL, "recycleAfterEachUse", False) == set()


def test_agents_of_a_managed_pool_that_are_kept_are_found(refused):
    assert refused(RULE, MANAGED_POOL, "agentProfile.kind", "Stateful") == UNCLEAR | READABLE
    assert refused(RULE, MANAGED_POOL, "agentProfile.kind", "Stateless") == UNCLEAR


def test_the_rule_is_advice_unless_it_is_strict():
    assert (RULE.level, RULE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
