"""The example's life on the real engine: deployed, unchanged, drifted, repaired, destroyed."""

from azdo_emulator.model.devops.entitlements import (
    delete_service_principal_entitlement,
    update_service_principal_entitlement,
)
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.seed import DEPLOYER

WORKLOAD = "patless:index:Workload"


def the_member(world, workload):
    """Storage key of a workload's place in the organisation."""
    return world.resource(f"{workload}-entitlement-member")["id"]


def test_the_first_up_creates_and_the_second_changes_nothing(world):
    again = world.up()

    assert again.run.changed == 0
    # The summary does not count the engine's own provider, by which the last run's outputs are read.
    assert again.run.changes["same"] == len(world.resources()) - 1
    assert "pulumi:providers:pulumi::default" in str(list(world.resources()))


def test_the_state_says_where_a_workload_is_declared_and_holds_no_stack_trace(world):
    found = world.resources().values()

    assert [one["urn"] for one in found if one.get("stackTrace")] == []
    assert {one["sourcePosition"].partition("#")[0] for one in found if one["type"] == WORKLOAD} == {
        "project:///stacks/workload.py"
    }


def test_every_member_in_the_organisation_is_the_service_principal_and_never_the_client_id(world):
    for workload, ending, slot in (
        ("ticket-triage", "identity-user-assigned", "principalId"),
        ("mailroom-bot", "identity-principal", "objectId"),
    ):
        member = world.resource(f"{workload}-entitlement-member")["outputs"]
        identity = world.resource(f"{workload}-{ending}")["outputs"]

        assert member["originId"] == identity[slot]
        assert member["originId"] != identity["clientId"]


def test_the_deployer_owns_both_halves_of_an_application(world):
    for half in ("application", "principal"):
        owned = world.resource(f"mailroom-bot-identity-{half}")["outputs"]

        # Else it could change neither of them, with the right to change its own alone.
        assert owned["owners"] == [DEPLOYER[1]]


def test_a_connection_is_trusted_by_the_identity_whose_client_id_it_has(world):
    connection = world.resource("support-deployer-connection-azure-support-endpoint")
    trust = world.resource("support-deployer-connection-azure-support-trust-credential")["outputs"]
    identity = world.resource("support-deployer-identity-user-assigned")["outputs"]

    assert connection["outputs"]["credentials"]["serviceprincipalid"] == identity["clientId"]
    assert trust["subject"] == connection["outputs"]["workloadIdentityFederationSubject"]
    assert trust["issuer"] == f"https://login.microsoftonline.com/{identity['tenantId']}/v2.0"


def test_destroy_leaves_the_cloud_as_it_was_before(world, new_fingerprint):
    deployed = world.fingerprint()

    done = world.pulumi("destroy", "--yes", "--skip-preview")

    assert done.code == 0, done.text
    assert world.fingerprint() == new_fingerprint != deployed


def test_drift_in_the_cloud_is_found_by_refresh_and_repaired_by_up(world):
    member = the_member(world, "ticket-triage")
    deployed = world.fingerprint()
    with world.write() as session:
        contoso = get_organization(session, "contoso")
        update_service_principal_entitlement(session, contoso, member, "stakeholder", "account")

    refreshed = world.pulumi("refresh", "--yes", "--skip-preview")
    repaired = world.up()

    assert refreshed.run.changes.get("update") == 1, refreshed.text
    assert repaired.run.changes.get("update") == 1, repaired.text
    assert world.fingerprint() == deployed


def test_what_somebody_deleted_in_the_cloud_comes_back(world):
    deployed = world.fingerprint()
    with world.write() as session:
        contoso = get_organization(session, "contoso")
        delete_service_principal_entitlement(session, contoso, the_member(world, "ticket-triage"))

    done = world.pulumi("up", "--yes", "--skip-preview", "--refresh")

    assert done.code == 0, done.text
    assert world.fingerprint() == deployed
