"""The rules no-open-connection and no-open-variable-group: pipelines are authorized one by one."""

import pytest
from guardrails import evaluate
from guardrails.rules import no_open_connection, no_open_variable_group
from pulumi_policy import proxy

UNKNOWN = proxy.UNKNOWN_STRING_VALUE
NEW = "azuredevops:index/pipelineAuthorization:PipelineAuthorization"
OLD = "azuredevops:index/resourceAuthorization:ResourceAuthorization"
GROUP = "azuredevops:index/variableGroup:VariableGroup"
RULES = {"endpoint": no_open_connection.RULE, "variablegroup": no_open_variable_group.RULE}

ABOUT = list(RULES)


def refused(rule, resource):
    findings = evaluate(resource, [rule])
    assert not any(finding.crashed for finding in findings)
    return findings != []


@pytest.mark.parametrize("about", ABOUT)
def test_an_authorization_names_its_pipeline(about, outcomes):
    opened = outcomes(RULES[about], NEW, "pipelineId", 7, {"type": about, "resourceId": UNKNOWN})

    # A pipeline of the same stack is not known yet.
    assert [state for state, found in opened.items() if found] == ["missing", "null"]


@pytest.mark.parametrize("nothing", [0, 0.0, "0", ""])
@pytest.mark.parametrize(("type_", "slot"), [(NEW, "pipelineId"), (OLD, "definitionId")])
def test_a_number_that_is_none_names_no_pipeline(type_, slot, nothing, enter):
    inputs = {"type": "endpoint", "authorized": True, "resourceId": UNKNOWN}

    assert refused(RULES["endpoint"], enter(type_, inputs | {slot: nothing}))
    assert not refused(RULES["endpoint"], enter(type_, inputs | {slot: 7}))


@pytest.mark.parametrize("about", ABOUT)
def test_an_authorization_of_an_older_kind_names_its_definition(about, outcomes):
    opened = outcomes(RULES[about], OLD, "definitionId", 7, {"type": about, "authorized": True})

    assert [state for state, found in opened.items() if found] == ["missing", "null"]


@pytest.mark.parametrize("about", ABOUT)
def test_what_it_is_about_has_to_be_known(about, outcomes):
    opened = outcomes(RULES[about], NEW, "type", "queue")

    accepted = [state for state, found in opened.items() if not found]
    assert accepted in (["known"], ["known", "secret", "secret block"])


def test_an_authorization_of_an_older_kind_is_about_a_connection_unless_it_says_otherwise(enter):
    assert refused(RULES["endpoint"], enter(OLD, {"authorized": True}))
    assert not refused(RULES["variablegroup"], enter(OLD, {"authorized": True}))


def test_one_that_takes_the_right_away_is_accepted(outcomes):
    opened = outcomes(RULES["endpoint"], OLD, "authorized", False, {"type": "endpoint"})

    accepted = [state for state, found in opened.items() if not found]
    assert accepted in (["known"], ["known", "secret", "secret block"])


def test_a_variable_group_is_not_open_to_all(outcomes):
    opened = outcomes(RULES["variablegroup"], GROUP, "allowAccess", True)

    assert [state for state, found in opened.items() if not found] == ["missing", "null"]


def test_a_variable_group_that_says_so_is_accepted(enter):
    assert not refused(RULES["variablegroup"], enter(GROUP, {"allowAccess": False}))
    assert not refused(RULES["endpoint"], enter(GROUP, {"allowAccess": True}))
