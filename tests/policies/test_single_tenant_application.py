"""The rule single-tenant-application: the audience of an application, and the flows that it allows."""

import pytest
from guardrails.rules import single_tenant_application

RULE = single_tenant_application.RULE
APPLICATION = "azuread:index/application:Application"
ANYTHING = {"known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type"}
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}


@pytest.mark.parametrize("type_", ["Application", "ApplicationRegistration", "ApplicationFromTemplate"])
def test_another_audience_is_refused_in_whatever_state_it_is(type_, refused):
    token = f"azuread:index/{type_[0].lower()}{type_[1:]}:{type_}"

    assert refused(RULE, token, "signInAudience", "AzureADMultipleOrgs") == ANYTHING


def test_the_own_tenant_as_audience_is_accepted_where_it_can_be_read(refused):
    assert refused(RULE, APPLICATION, "signInAudience", "AzureADMyOrg") == UNCLEAR


@pytest.mark.parametrize("audience", ["AzureADandPersonalMicrosoftAccount", "", "azureadmyorg "])
def test_only_the_exact_word_is_the_own_tenant(audience, refused):
    assert "known" in refused(RULE, APPLICATION, "signInAudience", audience)


@pytest.mark.parametrize("flow", single_tenant_application.FLOWS)
def test_a_flow_without_proof_is_refused_unless_it_is_known_to_be_off(flow, refused):
    assert refused(RULE, APPLICATION, flow, True) == ANYTHING
    assert refused(RULE, APPLICATION, flow, "true") == ANYTHING
    assert refused(RULE, APPLICATION, flow, False) == UNCLEAR
    assert refused(RULE, APPLICATION, flow, "false") == UNCLEAR


def test_a_public_client_is_refused_unless_it_is_known_to_be_off(refused):
    assert refused(RULE, single_tenant_application.PUBLIC_CLIENT, "enabled", True) == ANYTHING
    assert refused(RULE, single_tenant_application.PUBLIC_CLIENT, "enabled", False) == UNCLEAR


def test_every_finding_names_its_input(enter):
    inputs = {"signInAudience": "AzureADMultipleOrgs", "fallbackPublicClientEnabled": True}

    findings = [finding.what for finding in RULE.examine(enter(APPLICATION, inputs))]

    assert findings == [
        'The application "ci" is open to other tenants (input signInAudience).',
        'The application "ci" gives tokens to whoever asks (input fallbackPublicClientEnabled).',
    ]
