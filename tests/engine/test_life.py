"""The example's life on the real engine: deployed, unchanged, drifted, repaired, renamed, destroyed."""

import json

from patless.sandbox.model.devops.entitlements import (
    delete_service_principal_entitlement,
    update_service_principal_entitlement,
)
from patless.sandbox.model.devops.projects import get_organization


def resources(world):
    """State's resources by URN."""
    state = world.sandbox.folder / "state/.pulumi/stacks/patless/contoso.json"
    return {
        found["urn"]: found for found in json.loads(state.read_text())["checkpoint"]["latest"]["resources"]
    }


def the_member(world):
    """Storage key of the workload's place in the organisation."""
    (found,) = [found for urn, found in resources(world).items() if urn.endswith("-entitlement-member")]
    return found["id"]


def test_the_first_up_creates_and_the_second_changes_nothing(world):
    again = world.up()

    assert again.run.changed == 0
    assert again.run.changes["same"] == len(resources(world))


def test_the_member_in_the_organisation_is_the_managed_identity(world):
    (member,) = [found for urn, found in resources(world).items() if urn.endswith("-entitlement-member")]
    (identity,) = [found for urn, found in resources(world).items() if urn.endswith("-user-assigned")]

    assert member["outputs"]["originId"] == identity["outputs"]["principalId"]
    assert member["outputs"]["originId"] != identity["outputs"]["clientId"]


def test_destroy_leaves_the_cloud_as_it_was_before(world, new_fingerprint):
    deployed = world.fingerprint()

    done = world.pulumi("destroy", "--yes", "--skip-preview")

    assert done.code == 0, done.text
    assert world.fingerprint() == new_fingerprint != deployed


def test_drift_in_the_cloud_is_found_by_refresh_and_repaired_by_up(world):
    member = the_member(world)
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
        delete_service_principal_entitlement(session, contoso, the_member(world))

    done = world.pulumi("up", "--yes", "--skip-preview", "--refresh")

    assert done.code == 0, done.text
    assert world.fingerprint() == deployed


def test_a_rename_by_formerly_keeps_the_identity_and_the_member(world, example):
    (path,) = example.glob("workloads/*/*.yaml")
    name = path.stem
    path.write_text(path.read_text().replace(f"name: {name}", f"name: renamed\nformerly: [{name}]"))
    world.use_manifest(example)
    before = {found["id"] for found in resources(world).values() if found["custom"]}

    done = world.up()

    assert set(done.run.changes) <= {"same", "update"}, done.text
    assert {found["id"] for found in resources(world).values() if found["custom"]} == before
