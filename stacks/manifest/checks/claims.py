"""What belongs to one workload alone: a name, present or past, an identity, a connection's name."""

from collections.abc import Iterable, Iterator

from stacks.manifest.problem import KeyPath, Problem, visible
from stacks.manifest.workload import Workload


def problems(workloads: Iterable[Workload]) -> Iterator[Problem]:
    """What several workloads claim, or one workload twice."""
    workloads = list(workloads)
    live: dict[str, Workload] = {}
    for workload in workloads:
        first = live.setdefault(workload.name, workload)
        if first is not workload:
            yield workload.source.problem(
                ("name",),
                f"`{workload.name}` is already the name of the workload in {_place(first, ('name',))}",
                expected="a name for each workload",
                todo="rename one of the two, or remove the copy",
            )
    past: dict[str, Workload] = {}
    for workload in workloads:
        yield from _past(workload, live, past)
    yield from _identities(workloads)
    yield from _connections(workloads)


def _past(workload: Workload, live: dict[str, Workload], past: dict[str, Workload]) -> Iterator[Problem]:
    for number, name in enumerate(workload.formerly):
        path: KeyPath = ("formerly", number)
        if name == workload.name:
            yield workload.source.problem(
                path,
                "the workload's present name",
                expected="names that it no longer has",
                todo="remove it from the list",
            )
            continue
        other = live.get(name, workload)
        rival = past.setdefault(name, workload)
        if other is not workload:
            what = f"`{name}` is the name of the workload in {_place(other, ('name',))}"
        elif rival is not workload:
            what = f"`{name}` is also a former name of the workload in {_place(rival, ('formerly',))}"
        else:
            continue
        # Both would claim one identity, and the second would replace or destroy it.
        yield workload.source.problem(
            path,
            what,
            expected="a name that no other workload has or had",
            todo="leave it with the workload that keeps the identity",
        )


def _identities(workloads: Iterable[Workload]) -> Iterator[Problem]:
    """An identity that is there already has one place in Azure DevOps, and so one file."""
    claimed: dict[str, tuple[Workload, KeyPath]] = {}
    for workload in workloads:
        ids = workload.principal.model_dump(exclude_none=True) if workload.principal else {}
        for key, value in ids.items():
            path: KeyPath = ("identity", "existing", key)
            first, place = claimed.setdefault(value, (workload, path))
            if first is not workload:
                yield workload.source.problem(
                    path,
                    f"the workload in {_place(first, place)} has this identity already",
                    expected="one workload for each identity",
                    todo="join the two files, or give one of them an identity of its own",
                )
                break


def _connections(workloads: Iterable[Workload]) -> Iterator[Problem]:
    """Azure DevOps keeps names apart in a project, whatever their case."""
    taken: dict[tuple[str, str], tuple[Workload, str]] = {}
    for workload in workloads:
        for key, connection in workload.connections.items():
            name = (connection.project.casefold(), connection.named(key).casefold())
            first, called = taken.setdefault(name, (workload, key))
            if first is not workload or called != key:
                yield workload.source.problem(
                    ("connections", key) if connection.name is None else ("connections", key, "name"),
                    f"{_place(first, ('connections', called))} has a connection of this name in "
                    f"{connection.project} already",
                    expected="names that differ in each project, in more than case",
                    todo="rename one of the two",
                )


def _place(workload: Workload, path: KeyPath) -> str:
    return f"{visible(workload.source.file)}:{workload.source.line(*path)}"
