"""What a retired workload still has."""

from collections.abc import Iterator

from stacks.manifest.problem import Problem
from stacks.manifest.workload import Workload


def problems(workload: Workload) -> Iterator[Problem]:
    """What has to be taken out of the file, so that nothing goes without a word."""
    if workload.is_active:
        return
    left: dict[tuple[str, ...], object] = {
        ("signs_in_from",): workload.signs_in_from,
        ("azure_devops", "access_level"): workload.azure_devops.access_level != "none",
        ("azure", "roles"): workload.azure.roles,
        ("connections",): workload.connections,
        ("agent_pools",): workload.agent_pools,
    }
    for path, value in left.items():
        if value:
            yield workload.source.problem(
                path,
                "something left to a workload that is retired",
                expected="its name, purpose, owners and identity alone: what else it had is gone",
                todo=f"remove `{path[0]}`, or make the workload active again",
            )
