"""The names in a manifest, each found in the organisation before the first resource is declared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stacks.directory import Directory, NotThere
from stacks.manifest import ManifestError, Membership, Problem, Source, Stack

GROUP = "a project and a group that exist, as Azure DevOps shows their names"


@dataclass(frozen=True)
class Names:
    """What the names of a stack stand for."""

    directory: Directory

    def group_descriptor(self, group: Membership) -> str:
        """Descriptor of a group: what memberships ask for."""
        return self.directory.group(group.project, group.group).descriptor

    def approver_id(self, group: Membership) -> str:
        """Id of a group: what approvals ask for, and never its descriptor."""
        return self.directory.group(group.project, group.group).origin_id

    def pipelines(self, project: str, wanted: tuple[str | int, ...]) -> dict[str, int]:
        """Numbers of pipelines, by what the manifest calls them."""
        return {
            str(one): one if isinstance(one, int) else self.directory.pipeline_id(project, one)
            for one in wanted
        }


def find(stack: Stack, directory: Directory) -> Names:
    """Look up every name of the stack. Raises ManifestError with each line that names what is not there."""
    problems: list[Problem] = []
    names = Names(directory)
    for source, path, what, expected, look in _wanted(stack, names):
        try:
            look()
        except NotThere as reason:
            problems.append(
                source.problem(
                    path,
                    f"the organisation has no {what}, or hides it: {reason}",
                    expected=expected,
                    todo="correct the name, or create it first",
                )
            )
    if problems:
        raise ManifestError(problems)
    return names


Wanted = tuple[Source, tuple[str | int, ...], str, str, Callable[[], object]]


def _wanted(stack: Stack, names: Names) -> Iterator[Wanted]:
    for workload in stack.active:
        source = workload.source
        yield from _groups(source, ("azure_devops", "member_of"), workload.azure_devops.member_of, names)
        for pool in workload.agent_pools:
            look = _later(names.directory.pool_id, pool)
            yield source, ("agent_pools", pool), f"agent pool {pool}", "a pool of the organisation", look
        for name, connection in workload.connections.items():
            key = ("connections", name)
            project = _later(names.directory.project_id, connection.project)
            yield source, (*key, "project"), f"project {connection.project}", "a project that exists", project
            yield from _groups(source, (*key, "checks", "approvers"), connection.checks.approvers, names)
            for number, pipeline in enumerate(connection.pipelines):
                what = f"pipeline {pipeline} in {connection.project}"
                find_one = _later(names.pipelines, connection.project, (pipeline,))
                yield (
                    source,
                    (*key, "pipelines", number),
                    what,
                    "a pipeline's path, as \\folder\\name",
                    find_one,
                )
    people = stack.members
    for number, group in enumerate(people.entra_groups):
        yield from _groups(people.source, ("entra_groups", number, "member_of"), group.member_of, names)
    for number, person in enumerate(people.people):
        yield from _groups(people.source, ("people", number, "member_of"), person.member_of, names)


def _groups(
    source: Source, path: tuple[str | int, ...], groups: tuple[Membership, ...], names: Names
) -> Iterator[Wanted]:
    for number, group in enumerate(groups):
        look = _later(names.group_descriptor, group)
        yield source, (*path, number), group.label, GROUP, look


def _later(call: Callable[..., object], *args: object) -> Callable[[], object]:
    return lambda: call(*args)
