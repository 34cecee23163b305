"""A stack's folder to break, in a project of its own."""

import functools
from pathlib import Path

import pytest

from stacks.manifest import ManifestError, load, reading

EXAMPLE = Path(__file__).parents[2] / "stacks" / "contoso"
FILES = {
    "organization.yaml": """\
# Of the sandbox.
organization: contoso
tenant: 8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11
subscriptions:
  prod: {id: 3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02, name: Contoso Production}
location: westeurope
resource_group: {name: rg-contoso-identities, create: true}
names: {managed_identity: "id-{workload}"}
protect: false
tags: {managed-by: patless}
""",
    "workloads/platform/ticket-triage.yaml": """\
name: ticket-triage
purpose: Labels and routes new work items in the Support project.
owners: [sg-support]  # an Entra group
identity: managed
azure_devops:
  access_level: basic
  member_of:
    - {project: Support, group: Contributors}
tags: {cost_center: "4711"}
""",
}


class StackFolder:
    """`stacks/contoso` in an empty project."""

    def __init__(self, project, files=FILES):
        self.path = project / "stacks" / "contoso"
        for name, content in files.items():
            self.write(name, content)

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self, name):
        return (self.path / name).read_text()

    def change(self, name, old, new):
        """Replace a text that the file holds exactly once."""
        before = self.read(name)
        assert before.count(old) == 1
        self.write(name, before.replace(old, new))

    def load(self):
        return load(self.path)

    def workload(self, name):
        """The workload of this name, once the stack is read."""
        (found,) = (workload for workload in self.load().workloads if workload.name == name)
        return found

    def refusal(self):
        with pytest.raises(ManifestError) as caught:
            self.load()
        return caught.value

    def problem(self):
        """The one problem of the stack."""
        (problem,) = self.refusal().problems
        return problem


@pytest.fixture
def stack(tmp_path):
    """The smallest stack with something in every part that it has."""
    return StackFolder(tmp_path)


# Most tests change one file of the example; what the others hold is understood once for all of them.
understood = functools.cache(reading.parse)


@pytest.fixture
def example(tmp_path, monkeypatch):
    """A copy of the example organisation."""
    monkeypatch.setattr(reading, "parse", understood)
    files = {path.relative_to(EXAMPLE).as_posix(): path.read_text() for path in EXAMPLE.rglob("*.yaml")}
    return StackFolder(tmp_path, files)
