"""A stack of as many workloads as are wanted: every third one has a service connection."""

from pathlib import Path

ORGANIZATION = """\
organization: contoso
tenant: 8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11
subscriptions:
  prod: {id: 3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02, name: Contoso Production}
location: westeurope
resource_group: {name: rg-bench-identities, create: true}
protect: false
tags: {managed-by: patless}
"""
WORKLOAD = """\
name: {name}
purpose: One of many generated workloads.
owners: [sg-support]
identity: managed
azure_devops:
  access_level: basic
  member_of:
    - {{project: Support, group: Contributors}}
"""
CONNECTION = """\
connections:
  azure-{name}:
    project: Support
    azure: {{subscription: prod, resource_group: rg-support, role: Reader}}
    pipelines: ['\\deploy\\support']
"""


def write(folder: Path, size: int) -> None:
    """Write the manifest of a stack of `size` workloads."""
    workloads = folder / "workloads/bench"
    workloads.mkdir(parents=True)
    (folder / "organization.yaml").write_text(ORGANIZATION)
    for number in range(size):
        name = f"workload-{number:03}"
        text = WORKLOAD + (CONNECTION if number % 3 == 0 else "")
        (workloads / f"{name}.yaml").write_text(text.format(name=name))
