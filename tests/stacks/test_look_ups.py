"""What already exists is looked up once for each distinct name, however many workloads name it."""

from collections import Counter

import pulumi
import pytest
from pulumi.runtime import mocks

from stacks import identities, manifest, names, workload
from stacks.directory import Directory
from stacks.last_run import LastRun
from stacks.providers import providers
from stacks.renames import Renames

WORKLOAD = """\
name: {name}
purpose: One of many.
owners: [sg-support]
identity: managed
azure_devops:
  access_level: stakeholder
  member_of:
    - {{project: Support, group: Contributors}}
    - {{group: Contributors}}
"""
CONNECTION = """\
connections:
  azure-{name}:
    project: Support
    azure: {{subscription: prod, resource_group: rg-support, role: Reader}}
    pipelines: ['\\deploy\\support']
    checks: {{approvers: [{{project: Support, group: Contributors}}]}}
"""
POOL = """\
agent_pools:
  linux-builders: {{role: service-account}}
"""


class Service(mocks.Mocks):
    """Answers every look-up, and remembers which there were."""

    def __init__(self) -> None:
        self.looked_up: Counter[tuple[str, str, str]] = Counter()

    def new_resource(self, args):
        return f"{args.name}:id", args.inputs

    def call(self, args):
        look_up = args.token.rpartition(":")[2]
        named = args.args.get("name") or args.args.get("displayName") or args.args["resourceGroupName"]
        self.looked_up[look_up, named, args.args.get("projectId", "")] += 1
        found = {"id": "12", "projectId": "12", "descriptor": "vssgp.g", "originId": "o", "name": named}
        return {**found, **args.args}


@pytest.fixture
def looked_up(stack, monkeypatch):
    """Declares the stack's workloads against a service; what was looked up, and how often."""
    monkeypatch.setenv("PULUMI_ERROR_OUTPUT_STRING", "true")

    def run():
        service = Service()
        mocks.set_mocks(service, project="patless", stack="test", preview=False)

        def program():
            loaded = manifest.load(stack.path)
            made = providers(loaded.organization)
            found = names.find(loaded, Directory(made))
            for one in loaded.active:
                known = identities.find(loaded.organization, found, LastRun(), Renames())
                workload.declare(one, loaded.organization, "rg", [], made, found, Renames(), known)

        pulumi.runtime.test(program)()
        return service.looked_up

    return run


def write(stack, count):
    for number in range(count):
        # An identity that has a connection may not be on a pool too.
        more = CONNECTION if number % 2 == 0 else POOL
        name = f"workload-{number:02}"
        stack.write(f"workloads/bench/{name}.yaml", (WORKLOAD + more).format(name=name))


def test_each_distinct_name_is_looked_up_once(stack, looked_up):
    write(stack, 6)

    assert looked_up() == {
        ("getProject", "Support", ""): 1,
        ("getGroup", "Contributors", "12"): 1,
        ("getGroup", "Contributors", ""): 1,
        ("getPool", "linux-builders", ""): 1,
        ("getBuildDefinition", "support", "12"): 1,
        ("getResourceGroup", "rg-support", ""): 1,
        ("getGroup", "sg-support", ""): 1,
    }


def test_another_name_is_looked_up_too(stack, looked_up):
    write(stack, 3)
    stack.change("workloads/bench/workload-02.yaml", "\\deploy\\support", "\\deploy\\site")

    found = looked_up()

    assert found["getBuildDefinition", "support", "12"] == 1
    assert found["getBuildDefinition", "site", "12"] == 1


def test_more_workloads_bring_no_more_look_ups(stack, looked_up):
    write(stack, 2)
    few = looked_up()
    write(stack, 6)

    assert looked_up() == few
