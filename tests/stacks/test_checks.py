"""The checks of a file as the component makes them, with approvers by the ids that approvals take."""

import asyncio
from unittest.mock import Mock

import pytest

from stacks import manifest, names, repeated, workload
from stacks.directory import Directory, NotThere

DEPLOYER = "workloads/support/support-deployer.yaml"
APPROVERS = "approvers: [{project: Support, group: Release Approvers}]"
KEY = "3f9f2a1e-1111-6222-8333-444455556666"


class Organisation(Directory):
    """An organisation with one person; every group has one id."""

    def __init__(self, *gone):
        super().__init__(Mock())
        self.gone = gone

    async def _ask(self, provider, token, args):
        if any(value in self.gone for value in args.values()):
            raise NotThere("NotFound")
        match token.rpartition(":")[2], args:
            case "getUsers", {"principalName": "dev.one@contoso.com"}:
                return {"users": [{"descriptor": "aad.one"}]}
            case "getUsers", _:
                return {"users": []}
            case "getStorageKey", {"descriptor": "aad.one"}:
                return {"storageKey": KEY}
            case "getManagementGroup", {"groupId": id}:
                return {"name": id.upper()}
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
    roles = "azure: {roles: [{role: Reader, subscription: prod, reason: Pays the estimate.}]}\n"
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
        "reason": "Pays the estimate.",
    }


GROUPS = "management_groups: {everything: {id: contoso, name: Contoso}}\n"


def above(example, **scope):
    """The example with a management group, on which a workload gets a role and a connection."""
    example.change("organization.yaml", "location: westeurope\n", f"{GROUPS}location: westeurope\n")
    wide = "".join(f", {key}: {value}" for key, value in scope.items())
    role = f"azure: {{roles: [{{role: Reader, management_group: everything{wide}}}]}}\n"
    example.change(DEPLOYER, "connections:\n", f"{role}connections:\n")
    return example


def test_a_role_and_a_connection_of_a_management_group_are_declared_as_azure_spells_it(example):
    above(example, reason="Pays the estimate.").change(
        DEPLOYER,
        "      subscription: prod\n      resource_group: rg-support\n",
        "      management_group: everything\n      reason: Makes the groups of every team.\n",
    )
    stack = example.load()
    known = names.find(stack, Organisation())
    [one] = [one for one in stack.workloads if one.name == "support-deployer"]
    [role], wanted = one.azure.roles, one.connections["azure-support"]
    path = "/providers/Microsoft.Management/managementGroups"

    target = workload._target(wanted, stack.organization, known, {"subscription_name": "Other", "scope": ""})

    assert target == {
        # As the look-up spells it.
        "management_group": "CONTOSO",
        "management_group_name": "Contoso",
        "reason": "Makes the groups of every team.",
        "role": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    }
    assert role.label == "Reader@everything"
    assert role.resource_id(stack.organization) == f"{path}/contoso"
    assert known.scope(role) == known.scope(wanted.target) == f"{path}/CONTOSO"


def test_another_display_name_of_a_management_group_replaces_no_connection(example):
    stack = above(example, reason="Pays the estimate.").load()
    had = {
        "scope": "/providers/Microsoft.Management/managementGroups/contoso",
        "subscription_name": "Contoso Inc",
    }

    assert workload._shown_as(stack.organization.management_groups["everything"], had) == "Contoso Inc"
    assert workload._shown_as(stack.organization.management_groups["everything"], {}) == "Contoso"


@pytest.mark.parametrize(
    ("scope", "key", "what"),
    [
        ({}, "reason", "missing key: a management group is every subscription below it, now and later"),
        (
            {"reason": "Pays.", "resource_group": "rg-support"},
            "resource_group",
            "a resource group beside a management group",
        ),
    ],
)
def test_a_role_on_a_management_group_says_why_and_nothing_narrower(example, scope, key, what):
    problem = above(example, **scope).problem()

    assert (problem.key, problem.what) == (f"azure.roles[0].{key}", what)


def test_a_management_group_that_is_not_there_is_told_with_its_line(example):
    stack = above(example, reason="Pays the estimate.").load()

    with pytest.raises(manifest.ManifestError) as caught:
        names.find(stack, Organisation("contoso"))

    [problem] = caught.value.problems
    assert (problem.file, problem.key) == (
        "stacks/contoso/organization.yaml",
        "management_groups.everything.id",
    )
    assert problem.what.startswith("there is no management group contoso, or it is hidden")
