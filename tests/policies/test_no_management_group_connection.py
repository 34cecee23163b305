"""The rule no-management-group-connection: a connection is for a subscription at most."""

import pytest
from guardrails.rules import no_management_group_connection

RULE = no_management_group_connection.RULE
AZURE = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"


@pytest.mark.parametrize("name", ["azurermManagementGroupId", "azurermManagementGroupName"])
def test_a_management_group_is_refused_in_whatever_state_it_is(name, outcomes):
    refused = outcomes(RULE, AZURE, name, "contoso", {"azurermSubscriptionId": "x"})

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]
