"""The rule no-shared-connection: a connection belongs to one project."""

from guardrails import evaluate
from guardrails.rules import no_shared_connection

RULE = no_shared_connection.RULE
GENERIC = "azuredevops:index/serviceendpointGenericV2:ServiceendpointGenericV2"


def test_sharing_is_refused_in_whatever_state_it_is(outcomes):
    refused = outcomes(RULE, GENERIC, "sharedProjectIds[]", "6f3c1e52")

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


def test_sharing_with_nobody_is_none(enter):
    assert evaluate(enter(GENERIC, {"sharedProjectIds": []}), [RULE]) == []
