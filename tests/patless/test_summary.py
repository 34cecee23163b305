"""The summary says in the user's words what a run made."""

from patless.events import Run, Violation
from patless.summary import deployed

TRIAGE = {
    "purpose": "Labels new work items.",
    "identity": {
        "kind": "managed identity",
        "name": "id-ticket-triage",
        "client_id": "c1",
        "principal_id": "p1",
        "tenant_id": "t1",
    },
    "signs_in_from": {},
    "access_level": "basic",
    "member_of": ["[Support]\\Contributors"],
    "agent_pools": {},
    "roles": [],
    "connections": {},
}
PRICE = {"seats": {"basic": 4, "stakeholder": 0}, "monthly_usd": 0}


def outputs(**more):
    """What the stack exports, with one workload that differs as given."""
    return {"organization": "contoso", "access_levels": PRICE, "workloads": {"triage": TRIAGE | more}}


OUTPUTS = outputs()


def test_each_workload_has_its_identity_its_access_level_and_where_it_may_act():
    text = deployed(OUTPUTS, Run(changes={"create": 9}))

    assert "triage: Labels new work items." in text
    assert "managed identity id-ticket-triage\n                client id c1" in text
    assert "principal id p1, tenant t1" in text
    assert "access level  basic" in text
    assert "may act in    [Support]\\Contributors" in text


def test_a_managed_identity_signs_in_with_its_client_id():
    assert "az login --identity --client-id c1" in deployed(OUTPUTS, Run())


def test_an_application_signs_in_from_the_places_that_it_trusts():
    trust = {"production": {"issuer": "https://issuer", "subject": "repo:o@1/r@2:environment:production"}}

    text = deployed(outputs(signs_in_from=trust), Run())

    assert "from production (repo:o@1/r@2:environment:production), with client id and tenant" in text


def test_a_connection_has_its_id_its_scope_its_role_and_its_pipelines():
    scope = "/subscriptions/s/resourceGroups/rg-support"
    connection = {
        "name": "azure",
        "id": "e1",
        "project": "Support",
        "scope": scope,
        "role": "Contributor",
        "pipelines": ["\\d"],
    }

    text = deployed(outputs(connections={"azure-support": connection}), Run())

    assert "azure in Support: rg-support (Contributor)" in text
    assert "id e1, for \\d" in text


def test_the_command_that_registers_an_agent_is_whole_and_keeps_the_token_off_the_command_line():
    text = deployed(outputs(agent_pools={"linux-builders": "administrator"}), Run())

    (command,) = [line for line in text.splitlines() if "config.sh" in line]
    assert "--url https://dev.azure.com/contoso --pool linux-builders" in command
    assert "--token" not in command
    assert command.strip().startswith('VSTS_AGENT_INPUT_TOKEN="$(az account get-access-token')


def test_the_price_of_the_access_levels_is_told():
    assert "Access levels: 4 basic, 0 USD a month." in deployed(OUTPUTS, Run())


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

    assert "2 resources checked, 1 rules applied, violations: 1." in text
    assert "advisory: no-wide-group on bot" in text
