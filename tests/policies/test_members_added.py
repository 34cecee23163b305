"""The rule members-added: memberships that throw other members out."""

import pytest
from guardrails import Example
from guardrails.data.fixtures import fixture
from guardrails.data.tokens import GROUP, GROUP_MEMBERSHIP, TEAM, TEAM_ADMINISTRATORS, TEAM_MEMBERS
from guardrails.rules import members_added

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


def test_a_membership_that_adds_hides_no_other():
    adds, overwrites = (fixture(GROUP_MEMBERSHIP, mode=mode) for mode in ("add", "overwrite"))

    (finding,) = RULE.examine(Example("", {"adds": adds, "overwrites": overwrites}).declared())

    assert finding.what == (
        '"overwrites" removes the other members of a group that the stack does not declare (input mode).'
    )


@pytest.mark.parametrize("type_", TYPES)
def test_a_group_of_the_stack_may_be_overwritten(type_, found):
    slot, own = TYPES[type_]
    members = fixture(type_, mode="overwrite", **{slot: "${own.id}"})

    assert found(RULE, {"own": fixture(own), "ci": members}) == []
    assert found(RULE, {"own": fixture("azuredevops:index/project:Project"), "ci": members}) == ["ci"]
    assert found(RULE, {"ci": members}) == ["ci"]
