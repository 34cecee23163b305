"""What has to hold between the keys of a stack: in one file, and between files."""

from collections.abc import Iterable, Iterator

from stacks.manifest.checks import (
    advice,
    budget,
    claims,
    members,
    organization,
    place,
    retirement,
    rights,
    sign_in,
    tags,
)
from stacks.manifest.checks.repetition import repeated
from stacks.manifest.members import Members
from stacks.manifest.organization import Organization
from stacks.manifest.problem import Problem
from stacks.manifest.workload import Workload


def problems(
    of: Organization | None, people: Members | None, workloads: Iterable[Workload]
) -> Iterator[Problem]:
    """What stops a stack, as far as its files could be read."""
    workloads = list(workloads)
    if of is not None:
        yield from organization.problems(of)
    if people is not None:
        yield from members.problems(people)
    for workload in workloads:
        yield from _of_workload(workload)
        if of is not None:
            yield from rights.unknown_subscriptions(of, workload)
            yield from tags.beside(of, workload)
    yield from claims.problems(workloads)
    if of is not None and people is not None:
        yield from budget.problems(of, people, workloads)


def warnings(people: Members, workloads: Iterable[Workload]) -> Iterator[Problem]:
    """What does not stop a stack, but is hardly meant."""
    yield from advice.of_members(people)
    for workload in workloads:
        yield from advice.of_workload(workload)


def _of_workload(workload: Workload) -> Iterator[Problem]:
    yield from repeated(workload.source, ("owners",), workload.owners)
    yield from repeated(workload.source, ("formerly",), workload.formerly)
    yield from tags.problems(workload.source, (), workload.tags)
    yield from place.problems(workload)
    yield from rights.problems(workload)
    yield from sign_in.problems(workload)
    yield from retirement.problems(workload)
