"""The rule no-oauth-connection: no connection acts as the person who clicked."""

import pytest
from guardrails import evaluate
from guardrails.rules import no_oauth_connection

RULE = no_oauth_connection.RULE


@pytest.mark.parametrize("name", ["ServiceEndpointGitHub", "ServiceEndpointGitHubEnterprise"])
def test_a_grant_is_told_in_whatever_state_it_is(name, outcomes):
    type_ = f"azuredevops:index/{name[0].lower()}{name[1:]}:{name}"

    refused = outcomes(RULE, type_, "authOauth.oauthConfigurationId", "canary-1234")

    assert [state for state, found in refused.items() if not found] == ["missing", "null"]


def test_the_github_app_is_accepted(enter):
    type_ = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"

    assert evaluate(enter(type_, {"description": ""}), [RULE]) == []
