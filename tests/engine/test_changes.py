"""What a change of the manifest changes on the real engine: exactly the resources that it is about."""

import re
import sqlite3

import pytest

from azdo_emulator.model.seed import SUBSCRIPTION


@pytest.fixture
def edit(world, example):
    """Deploys the example after a change of one file; each step that was taken, with its resource."""
    world.use_manifest(example)

    def change(file, pattern, replacement):
        path = example / file
        text, count = re.subn(pattern, replacement, path.read_text())
        assert count == 1, f"{pattern} is {count} times in {file}"
        path.write_text(text)
        return world.up().steps

    return change


@pytest.fixture
def departures(world):
    """Storage keys of whoever leaves the organisation from here on, if only between two steps."""
    file = world.sandbox.folder / "cloud.sqlite"
    with sqlite3.connect(file) as watched:
        watched.execute("CREATE TABLE departures (storage_key TEXT)")
        watched.execute(
            "CREATE TRIGGER leaving AFTER DELETE ON entitlements "
            "BEGIN INSERT INTO departures VALUES (old.storage_key); END"
        )

    def read():
        with sqlite3.connect(file) as watched:
            return [key for (key,) in watched.execute("SELECT storage_key FROM departures")]

    return read


def ids(world):
    """Ids of everything real, by what comes after the workload's name."""
    return {found["id"] for found in world.resources().values() if found["custom"]}


# Azure cannot rename a managed identity, so it keeps its first name; Entra can rename an application.
@pytest.mark.parametrize(
    ("file", "name", "steps"),
    [
        ("workloads/platform/ticket-triage.yaml", "ticket-triage", set()),
        ("workloads/support/mailroom-bot.yaml", "mailroom-bot", {("update", "renamed-identity-application")}),
        ("workloads/support/support-deployer.yaml", "support-deployer", set()),
        ("workloads/platform/agent-registrar.yaml", "agent-registrar", set()),
    ],
)
def test_a_rename_by_formerly_keeps_identity_member_and_connections(
    world, edit, departures, file, name, steps
):
    before = ids(world)

    assert edit(file, rf"name: {name}\n", f"name: renamed\nformerly: [{name}]\n") == steps

    assert ids(world) == before
    assert departures() == []


def test_a_file_that_moves_to_another_team_changes_nothing(world, example, departures):
    world.use_manifest(example)
    (example / "workloads/newteam").mkdir()
    (example / "workloads/support/mailroom-bot.yaml").rename(example / "workloads/newteam/bot.yaml")

    assert world.up().steps == set()
    assert departures() == []


def test_a_workload_that_is_removed_takes_its_own_things_and_nobody_elses(world, example, departures):
    world.use_manifest(example)
    own = {urn.split("::")[-1] for urn in world.resources() if "::ticket-triage" in urn}
    others = {urn for urn in world.resources() if "::ticket-triage" not in urn}
    member = world.resource("ticket-triage-entitlement-member")["id"]
    (example / "workloads/platform/ticket-triage.yaml").unlink()

    assert world.up().steps == {("delete", name) for name in own}

    assert set(world.resources()) == others
    assert departures() == [member]


def test_a_retired_workload_goes_as_if_its_file_were_gone(world, edit):
    own = {urn.split("::")[-1] for urn in world.resources() if "::ticket-triage" in urn}

    steps = edit(
        "workloads/platform/ticket-triage.yaml",
        r"(?s)azure_devops:.*",
        "lifecycle: retired\n",
    )

    assert steps == {("delete", name) for name in own}


def test_a_person_who_is_taken_out_stays_in_the_organisation_and_it_is_said(world, example, departures):
    world.use_manifest(example)
    members = example / "members.yaml"
    members.write_text(members.read_text().partition("people:")[0])
    before = world.fingerprint()
    own = {urn.split("::")[-1] for urn in world.resources() if "::members-dev.two@contoso.com" in urn}

    done = world.pulumi("up", "--yes")

    assert done.code == 0, done.text
    assert done.steps == {("delete", name) for name in own} | {("update", "members")}
    assert "dev.two@contoso.com is not in members.yaml any more" in done.text
    assert departures() == []
    assert world.fingerprint() == before
    assert "dev.two@contoso.com" not in str(list(world.resources()))


def test_a_second_trust_is_added_beside_the_first(world, edit, departures):
    steps = edit(
        "workloads/support/mailroom-bot.yaml",
        r"azure_devops:\n",
        "  staging:\n    github: {repository: contoso/mailroom, owner_id: 242, repository_id: 991, "
        "environment: staging}\nazure_devops:\n",
    )

    (made,) = (name for step, name in steps if step == "create")
    # The workload itself says in its inputs what people call the trust.
    assert steps == {("create", made), ("update", "mailroom-bot")}
    assert departures() == []
    assert world.resource(made)["outputs"]["subject"].endswith(":environment:staging")


DEPLOYER = "workloads/support/support-deployer.yaml"
ENDPOINT = "support-deployer-connection-{}-endpoint"


def readable(value):
    """What the state says, without ciphertexts: a secret has a new one each time that it is written."""
    if isinstance(value, dict):
        return {name: readable(one) for name, one in value.items() if name != "ciphertext"}
    return [readable(one) for one in value] if isinstance(value, list) else value


def test_a_connection_of_the_same_name_in_another_project_leaves_the_first_alone(world, edit):
    first = world.resource(ENDPOINT.format("azure-support"))
    other = (
        "{name: azure-support, project: Platform, azure: {subscription: prod, resource_group: rg-support}}"
    )

    steps = edit(DEPLOYER, "connections:\n", f"connections:\n  elsewhere: {other}\n")

    made = "support-deployer-connection-elsewhere"
    created = {("create", f"{made}{part}") for part in ("-endpoint", "-trust-credential")}
    assert steps == created | {("update", "support-deployer")}
    assert readable(world.resource(ENDPOINT.format("azure-support"))) == readable(first)
    second = world.resource(ENDPOINT.format("elsewhere"))["outputs"]
    assert second["serviceEndpointName"] == first["outputs"]["serviceEndpointName"]
    assert second["projectId"] != first["outputs"]["projectId"]


def test_another_name_of_a_connection_renames_it_in_place(world, edit):
    before = ids(world)

    steps = edit(
        DEPLOYER, "    project: Support\n    azure:", "    project: Support\n    name: azure\n    azure:"
    )

    assert steps == {("update", ENDPOINT.format("azure-support"))}
    assert ids(world) == before


def test_another_access_level_updates_the_member_in_place(world, edit, departures):
    steps = edit("workloads/support/mailroom-bot.yaml", "access_level: basic ", "access_level: stakeholder ")

    assert steps == {("update", "mailroom-bot-entitlement-member")}
    assert departures() == []
    member = world.resource("mailroom-bot-entitlement-member")["outputs"]
    assert member["accountLicenseType"] == "stakeholder"


def test_another_scope_replaces_the_role_and_nothing_else(world, edit, departures):
    steps = edit(
        "workloads/payments/data-factory.yaml", "resource_group: rg-payments", "resource_group: rg-support"
    )

    contributor = "data-factory-role-ba92f5b4-2d11-453d-a403-e96b0029c9fe"
    role = f"{contributor}@subscriptions/{SUBSCRIPTION}/resourcegroups"
    assert steps == {
        ("create", f"{role}/rg-support-assignment"),
        ("delete", f"{role}/rg-payments-assignment"),
    }
    assert departures() == []
