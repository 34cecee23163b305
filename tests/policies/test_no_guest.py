"""The rule no-guest: guests of the tenant."""

import pytest
from guardrails import evaluate
from guardrails.data.tokens import MEMBER
from guardrails.rules import no_guest

RULE = no_guest.RULE
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}


def test_a_guest_is_refused_in_whatever_state_the_name_is(refused):
    guest = "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com"

    assert refused(RULE, MEMBER, "principalName", guest) == UNCLEAR | {"known", "secret", "secret block"}
    assert refused(RULE, MEMBER, "principalName", "dev.one@contoso.com") == UNCLEAR


@pytest.mark.parametrize(
    "name", ["ann#ext#@contoso.com", "ann%23EXT%23@contoso.com", "ann%23ext#@contoso.com"]
)
def test_a_guest_is_told_in_every_spelling(name, enter):
    (finding,) = evaluate(enter(MEMBER, {"principalName": name}), [RULE])

    assert finding.what == 'The member "ci" is a guest (input principalName).'
