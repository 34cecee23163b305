"""The rule closed-pool: for whom agent pools are."""

import pytest
from guardrails.data.tokens import (
    ELASTIC_POOL,
    MANAGED_POOL,
    PIPELINE_AUTHORIZATION,
    POOL,
    RESOURCE_AUTHORIZATION,
)
from guardrails.rules import closed_pool

RULE = closed_pool.RULE
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
READABLE = {"known", "secret", "secret block"}
MISSING = {"missing", "null"}
QUEUE = {"type": "queue"}


@pytest.mark.parametrize("type_", [POOL, ELASTIC_POOL, "azuredevops:Agent/pool:Pool"])
def test_a_pool_for_every_project_is_refused_unless_it_is_known_not_to_be(type_, refused):
    assert refused(RULE, type_, "autoProvision", True) == UNCLEAR | READABLE
    assert refused(RULE, type_, "autoProvision", False) == UNCLEAR


@pytest.mark.parametrize("type_", [MANAGED_POOL, "azure-native:devopsinfrastructure/v20241019:Pool"])
def test_a_managed_pool_with_open_access_is_refused_unless_it_is_known_not_to_be(type_, refused):
    path = "organizationProfile.organizations[].openAccess"

    assert refused(RULE, type_, path, True) == UNCLEAR | READABLE
    assert refused(RULE, type_, path, False) == UNCLEAR


def test_a_queue_for_every_pipeline_is_refused(refused):
    # That a pipeline is named is enough; which one, nobody has to know.
    assert refused(RULE, PIPELINE_AUTHORIZATION, "pipelineId", 16, QUEUE) == MISSING


def test_what_the_authorization_is_for_counts_as_a_queue_unless_it_is_known(refused):
    everything = UNCLEAR | READABLE | MISSING

    assert refused(RULE, PIPELINE_AUTHORIZATION, "type", "queue") == everything
    assert refused(RULE, PIPELINE_AUTHORIZATION, "type", "endpoint") == everything - READABLE


def test_the_old_form_is_refused_too(refused):
    assert refused(RULE, RESOURCE_AUTHORIZATION, "definitionId", 16, QUEUE | {"authorized": True}) == MISSING
    assert "known" not in refused(RULE, RESOURCE_AUTHORIZATION, "authorized", False, QUEUE)
    assert refused(RULE, RESOURCE_AUTHORIZATION, "authorized", True, QUEUE) >= UNCLEAR | READABLE
