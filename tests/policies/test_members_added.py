"""The rule members-added: memberships that throw other members out."""

import pytest
from guardrails import members_added
from guardrails.specimens import specimen
from guardrails.tokens import GROUP, GROUP_MEMBERSHIP, TEAM, TEAM_ADMINISTRATORS, TEAM_MEMBERS

RULE = members_added.RULE
TYPES = {
    GROUP_MEMBERSHIP: ("group", GROUP),
    TEAM_MEMBERS: ("teamId", TEAM),
    TEAM_ADMINISTRATORS: ("teamId", TEAM),
}
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}


@pytest.mark.parametrize("type_", TYPES)
def test_overwriting_is_refused_in_whatever_state_it_is(type_, refused_in):
    assert refused_in(RULE, {}, type_, "mode", "overwrite") == UNCLEAR | {"known"}
    assert refused_in(RULE, {}, type_, "mode", "add") == UNCLEAR


@pytest.mark.parametrize("type_", TYPES)
def test_a_group_of_the_stack_may_be_overwritten(type_, found):
    slot, own = TYPES[type_]
    members = specimen(type_, mode="overwrite", **{slot: "${own.id}"})

    assert found(RULE, {"own": specimen(own), "ci": members}) == []
    assert found(RULE, {"own": specimen("azuredevops:index/project:Project"), "ci": members}) == ["ci"]
    assert found(RULE, {"ci": members}) == ["ci"]
