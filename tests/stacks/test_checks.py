"""The checks of a file as the component makes them, with approvers by the ids that approvals take."""

import asyncio
from unittest.mock import Mock

import pytest

from stacks import manifest, names, repeated, workload
from stacks.directory import Directory

DEPLOYER = "workloads/support/support-deployer.yaml"
APPROVERS = "approvers: [{project: Support, group: Release Approvers}]"
KEY = "3f9f2a1e-1111-6222-8333-444455556666"


class Organisation(Directory):
    """An organisation with one person; every group has one id."""

    def __init__(self):
        super().__init__(Mock())

    async def _ask(self, provider, token, args):
        match token.rpartition(":")[2], args:
            case "getUsers", {"principalName": "dev.one@contoso.com"}:
                return {"users": [{"descriptor": "aad.one"}]}
            case "getUsers", _:
                return {"users": []}
            case "getStorageKey", {"descriptor": "aad.one"}:
                return {"storageKey": KEY}
            case "getGroup", _:
                return {"originId": "group", "descriptor": "vssgp.g", "displayName": "g"}
        return {"projectId": "p", "id": 12, "clientId": "c", "name": "n", **args}


@pytest.fixture(autouse=True)
def loop():
    """The loop that a Pulumi program runs in."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    yield
    asyncio.set_event_loop(None)
    own.close()


@pytest.fixture
def found(example):
    """The example with other approvers, and what its names stand for."""

    def find(*lines):
        example.change(DEPLOYER, APPROVERS, "\n      ".join(lines))
        loaded = example.load()
        return loaded, names.find(loaded, Organisation())

    return find


def checks(stack, known):
    [one] = [one for one in stack.workloads if one.name == "support-deployer"]
    return workload._checks(one.connections["azure-support"].checks, known)


def test_a_file_of_before_makes_what_it_made(found):
    made = checks(*found(APPROVERS))

    assert made == {
        "approvers": ["group"],
        "approvals": 1,
        "approval_timeout_minutes": 43200,
        "requester_may_approve": False,
        "branches": ["refs/heads/main"],
        "exclusive_lock": True,
        "required_templates": [],
    }


def test_a_person_approves_by_storage_key(found):
    made = checks(
        *found(
            "approvers: [{group: Approvers}, {user: dev.one@contoso.com}]",
            "approvals: 2",
            "timeout_minutes: 60",
            "requester_may_approve: true",
            "instructions: Look at the plan.",
        )
    )

    assert made["approvers"] == ["group", KEY]
    assert (made["approvals"], made["approval_timeout_minutes"], made["requester_may_approve"]) == (
        2,
        60,
        True,
    )
    assert made["instructions"] == "Look at the plan."


def test_hours_and_templates_are_handed_on(found):
    hours = "{time_zone: UTC, start: 08:00, end: 18:00, days: [monday]}"
    template = "{repository: a/b, ref: refs/tags/v1, path: x.yml, repository_type: github}"

    made = checks(*found(f"business_hours: {hours}", f"required_templates: [{template}]"))

    assert made["business_hours"] == {
        "time_zone": "UTC",
        "start": "08:00",
        "end": "18:00",
        "days": ["monday"],
    }
    assert made["required_templates"] == [
        {"repository_type": "github", "repository": "a/b", "ref": "refs/tags/v1", "path": "x.yml"}
    ]


def test_a_person_whom_the_organisation_does_not_have_is_told_with_the_line(found):
    with pytest.raises(manifest.ManifestError) as caught:
        found("approvers: [{user: dev.none@contoso.com}]")

    [problem] = caught.value.problems
    assert (problem.line, problem.key) == (15, "connections.azure-support.checks.approvers[0].user")
    assert problem.what.startswith("there is no person dev.none@contoso.com in the organisation")
    assert "in a run of its own" in problem.todo


def test_one_approver_under_two_spellings_is_refused(found):
    stack, known = found("approvers: [{group: Approvers}, {project: Support, group: Approvers}]")

    with pytest.raises(manifest.ManifestError) as caught:
        repeated.refuse(stack, known)

    assert "connections.azure-support.checks.approvers[1]" in {one.key for one in caught.value.problems}


def test_nobody_is_looked_up_who_is_not_named(example):
    directory = Organisation()

    names.find(example.load(), directory)

    with pytest.raises(KeyError):
        directory.known(Directory.approver, "dev.one@contoso.com")


def test_a_role_on_a_subscription_says_why(example):
    old = "      resource_group: rg-support\n"
    example.change(DEPLOYER, old, "      reason: Makes the groups of every team.\n")
    roles = "azure: {roles: [{role: Reader, subscription: prod, reason: Pays the bill.}]}\n"
    example.change(DEPLOYER, "connections:\n", f"{roles}connections:\n")
    stack = example.load()
    known = names.find(stack, Organisation())
    [one] = [one for one in stack.workloads if one.name == "support-deployer"]
    subscription = f"/subscriptions/{stack.organization.subscriptions['prod'].id}"

    target = workload._target(one.connections["azure-support"], stack.organization, known, {})
    [role] = one.azure.roles

    assert "resource_group" not in target
    assert target["reason"] == "Makes the groups of every team."
    assert role.label == "Reader@prod"
    assert role.resource_id(stack.organization) == known.scope(role) == subscription
    assert workload._role(role, known) == {
        "role": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
        "scope": subscription,
        "reason": "Pays the bill.",
    }
