"""The summary says in the user's words what a run made."""

from patless.events import Run, Violation
from patless.summary import deployed

OUTPUTS = {
    "workloads": {
        "ticket-triage": {
            "purpose": "Labels new work items.",
            "identity": {"kind": "managed identity", "name": "id-ticket-triage", "client_id": "c1"},
            "access_level": "basic",
            "member_of": ["[Support]\\Contributors"],
        }
    }
}


def test_each_workload_has_its_identity_its_access_level_and_where_it_may_act():
    text = deployed(OUTPUTS, Run(changes={"create": 9}))

    assert "ticket-triage: Labels new work items." in text
    assert "managed identity id-ticket-triage, client id c1" in text
    assert "access level  basic" in text
    assert "may act in    [Support]\\Contributors" in text


def test_a_run_without_changes_says_so():
    assert "Nothing changed: all 9 resources are as declared." in deployed(OUTPUTS, Run(changes={"same": 9}))


def test_a_run_with_changes_counts_them_without_those_that_stayed():
    assert "3 resources changed." in deployed(OUTPUTS, Run(changes={"create": 2, "update": 1, "same": 6}))


def test_what_the_guardrails_checked_and_found_is_named():
    run = Run(
        checked={"urn:a", "urn:b"},
        rules={"no-pat-connection"},
        violations=[Violation("no-wide-group", "advisory", "urn:pulumi:s::p::t::bot", "…")],
    )

    text = deployed(OUTPUTS, run)

    assert "2 resources checked, violations: 1. Rules that applied: no-pat-connection." in text
    assert "advisory: no-wide-group on bot" in text
