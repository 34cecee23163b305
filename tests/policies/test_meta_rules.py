"""The rules about the guardrails themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from guardrails import Enforcement, Exemption, Level, Profile
from guardrails.engine.exemptions import Problem
from guardrails.engine.saved import resource
from guardrails.rules import (
    current_exemptions,
    enforcing_profile,
    no_secret_only_connection,
    valid_exemptions,
    valid_settings,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SSH = "azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh"
URN = f"urn:pulumi:prod::contoso::{SSH}::backup"
BROKEN = no_secret_only_connection.RULE


def connection(**inputs):
    return resource({"type": SSH, "urn": URN, "inputs": {"host": "backup"} | inputs})


def exemption(**changes):
    given = {
        "rule": BROKEN.id,
        "resource": URN,
        "reason": "The backup host gets managed keys in spring.",
        "owner": "sg-support",
        "ticket": "SUP-12",
        "expires": NOW + timedelta(days=1),
        "fingerprints": (Enforcement().evaluate(connection(), [BROKEN])[0].fingerprint,),
        "source": "exemptions.yaml:3",
    }
    return Exemption(**(given | changes))


def told(rule, *resources, **given):
    findings = Enforcement(**({"now": NOW} | given)).judge(resources, [BROKEN, rule])
    return [(one.level, one.source, one.what) for one in findings if one.rule == rule.id]


@pytest.mark.parametrize(
    ("rule", "given"),
    [(valid_exemptions.RULE, "problems"), (valid_settings.RULE, "mistakes")],
)
def test_what_is_wrong_with_a_file_stops_the_deployment_and_says_where(rule, given):
    assert told(rule) == []
    assert told(rule, **{given: [Problem("file.yaml:3", "It is wrong.")]}) == [
        (Level.MANDATORY, "file.yaml:3", "It is wrong.")
    ]
    assert told(rule, profile=Profile.BASELINE, **{given: [Problem("file.yaml:3", "It is wrong.")]}) != []


def test_audit_says_loudly_that_it_enforces_nothing():
    assert told(enforcing_profile.RULE, profile=Profile.AUDIT) == [
        (
            Level.ADVISORY,
            "",
            "THE PROFILE IS AUDIT: NOTHING IS ENFORCED. Every rule is advice, and a token would pass.",
        )
    ]
    for profile in set(Profile) - {Profile.AUDIT}:
        assert told(enforcing_profile.RULE, profile=profile) == []


def current(*resources, **changes):
    return told(current_exemptions.RULE, *resources, exemptions=[exemption(**changes)])


def test_an_exemption_that_is_needed_and_counts_is_not_told():
    assert current(connection()) == []
    assert current(connection(), expires=NOW) == []


def test_an_exemption_that_has_ended_is_told():
    assert current(connection(), expires=NOW - timedelta(hours=1)) == [
        (
            Level.ADVISORY,
            "exemptions.yaml:3",
            "The exemption from no-secret-only-connection ended on 2026-11-23 11:00 UTC.",
        )
    ]


def test_an_exemption_that_nothing_needs_is_told_in_its_own_stack():
    other = resource({"type": "x:y:Z", "urn": "urn:pulumi:prod::contoso::x:y:Z::other", "inputs": {}})
    elsewhere = resource({"type": "x:y:Z", "urn": "urn:pulumi:test::contoso::x:y:Z::other", "inputs": {}})

    ((_, _, what),) = current(other)

    assert what == "Nothing needs the exemption from no-secret-only-connection."
    assert current(elsewhere) == []


def test_what_else_is_broken_does_not_need_the_exemption():
    other = resource({"type": SSH, "urn": URN + "2", "inputs": {"host": "backup"}})

    ((_, _, what),) = current(other)

    assert what == "Nothing needs the exemption from no-secret-only-connection."


def test_another_rule_that_the_resource_breaks_does_not_need_the_exemption():
    found = told(current_exemptions.RULE, connection(), exemptions=[exemption(rule="no-pat-connection")])

    assert [what for _, _, what in found] == ["Nothing needs the exemption from no-pat-connection."]


def test_an_exemption_whose_inputs_have_changed_is_told_with_what_changed_and_the_new_fingerprint():
    changed = connection(host="evil", port=22)

    ((_, source, what),) = current(changed)

    assert source == "exemptions.yaml:3"
    assert what.startswith(
        'On "backup": The exemption from this rule counts no more, because inputs have changed (host, port); '
    )
    assert Enforcement().evaluate(changed, [BROKEN])[0].fingerprint in what


def test_nobody_can_tell_who_needs_an_exemption_from_a_rule_that_is_not_asked():
    gone = exemption(rule="keeps-approvals", fingerprints=("gone:yes",))
    given = {"exemptions": [gone], "unasked": frozenset({"keeps-approvals"})}

    assert told(current_exemptions.RULE, connection(), **given) == []
    assert told(current_exemptions.RULE, connection(), **given, now=NOW + timedelta(days=2)) != []
    assert told(current_exemptions.RULE, connection(), **(given | {"unasked": frozenset()})) != []


def test_baseline_tells_of_exemptions_too():
    found = told(
        current_exemptions.RULE,
        connection(),
        profile=Profile.BASELINE,
        exemptions=[exemption(expires=NOW - timedelta(days=9))],
    )

    assert len(found) == 1
