"""One thing under two keys: removing either would remove the thing."""

from collections.abc import Iterator

from stacks.manifest import ManifestError, Membership, Problem, Source, Stack, Workload
from stacks.manifest.checks.repetition import again
from stacks.manifest.problem import KeyPath
from stacks.names import Names

ONCE = "each once, however it is spelled"


def refuse(stack: Stack, names: Names) -> None:
    """Raises ManifestError with both lines of each."""
    problems = [problem for workload in stack.active for problem in _of_workload(workload, names)]
    people = stack.members
    for number, group in enumerate(people.entra_groups):
        problems += _groups(people.source, ("entra_groups", number, "member_of"), group.member_of, names)
    for number, person in enumerate(people.people):
        problems += _groups(people.source, ("people", number, "member_of"), person.member_of, names)
    if problems:
        raise ManifestError(problems)


def _of_workload(workload: Workload, names: Names) -> Iterator[Problem]:
    source = workload.source
    yield from _groups(source, ("azure_devops", "member_of"), workload.azure_devops.member_of, names)
    pools = ((("agent_pools", pool), names.pool(pool).number) for pool in workload.agent_pools)
    yield from again(source, pools, noun="agent pool", expected=ONCE)
    roles = (
        (("azure", "roles", number), (role.role_id, names.scope(role).lower()))
        for number, role in enumerate(workload.azure.roles)
    )
    yield from again(source, roles, noun="role", expected=ONCE)
    for key, connection in workload.connections.items():
        path = ("connections", key)
        pipelines = (
            ((*path, "pipelines", number), names.pipeline(connection.project, pipeline).number)
            for number, pipeline in enumerate(connection.pipelines)
        )
        yield from again(source, pipelines, noun="pipeline", expected=ONCE)
        approvers = (
            ((*path, "checks", "approvers", number), names.approver(one))
            for number, one in enumerate(connection.checks.approvers)
        )
        yield from again(source, approvers, noun="approver", expected=ONCE)


def _groups(source: Source, path: KeyPath, groups: tuple[Membership, ...], names: Names) -> Iterator[Problem]:
    found = (((*path, number), names.group(group).id) for number, group in enumerate(groups))
    return again(source, found, noun="group", expected=ONCE)
