"""Tags that Azure takes for one."""

from collections.abc import Iterable, Iterator

from stacks.manifest.organization import Organization
from stacks.manifest.problem import Problem
from stacks.manifest.source import Source
from stacks.manifest.tags import Tags
from stacks.manifest.workload import Workload


def beside(organization: Organization, workload: Workload) -> Iterator[Problem]:
    """Tags of a workload that are almost the organisation's."""
    inherited = [name for name in organization.tags if name not in workload.tags]
    return problems(workload.source, inherited, workload.tags)


def problems(source: Source, inherited: Iterable[str], tags: Tags) -> Iterator[Problem]:
    """Tags whose names differ only in case."""
    seen = {name.casefold(): name for name in inherited}
    for name in tags:
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield source.problem(
                ("tags", name),
                f"for Azure the same tag as `{first}`" + ("" if first in tags else " in organization.yaml"),
                expected="tag names that differ in more than case",
                todo="spell both alike, or remove one of the two",
            )
