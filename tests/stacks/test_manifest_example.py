"""The example organisation: one of each, in files that explain themselves."""

from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "stacks" / "contoso"


def test_the_example_has_one_of_each(example):
    workloads = {workload.name: workload for workload in example.load().workloads}

    assert {name: workload.kind for name, workload in workloads.items()} == {
        "agent-registrar": "managed",
        "data-factory": "existing",
        "image-builder": "managed",
        "mailroom-bot": "application",
        "support-deployer": "managed",
        "ticket-triage": "managed",
    }
    assert workloads["mailroom-bot"].signs_in_from["production"].chosen == "github"
    assert workloads["agent-registrar"].agent_pools["linux-builders"].role == "administrator"
    assert not workloads["agent-registrar"].connections
    assert workloads["image-builder"].connections["images"].chosen == "container_registry"


def test_the_deployer_reaches_one_resource_group_from_one_pipeline_after_approval(example):
    ((name, connection),) = example.workload("support-deployer").connections.items()

    assert (name, connection.project, connection.chosen) == ("azure-support", "Support", "azure")
    assert (connection.target.resource_group, connection.target.role) == ("rg-support", "Contributor")
    assert connection.pipelines == (r"\deploy\support",)
    assert [group.label for group in connection.checks.approvers] == [r"[Support]\Release Approvers"]
    assert connection.checks.branches == ("refs/heads/main",)


def test_two_groups_and_one_person_are_members(example):
    members = example.load().members

    assert [group.name for group in members.entra_groups] == ["sg-support", "sg-platform"]
    assert [person.user for person in members.people] == ["dev.two@contoso.com"]


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_file_of_the_example_has_ten_to_twenty_lines(path):
    assert 10 <= len(path.read_text().splitlines()) <= 20
