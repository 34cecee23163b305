"""What workloads and connections were called in the last run, where a key is no more than a label."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stacks.last_run import LastRun
from stacks.manifest import Connection, ManifestError, Problem, Stack, Workload
from stacks.manifest.role import role_name
from stacks.names import Names

Key = tuple[str, str]
"""A connection: its workload's name, and its own key."""


@dataclass(frozen=True)
class Renames:
    """The name or key that the last run had each thing under that has another one now."""

    last_run: LastRun = field(default_factory=LastRun)
    workloads: Mapping[str, str] = field(default_factory=dict)
    connections: Mapping[Key, str] = field(default_factory=dict)

    def workload(self, name: str) -> str:
        """What a workload was called in the last run, if it was there."""
        return self.workloads.get(name, name)

    def connection(self, workload: str, key: str) -> Key:
        """What a connection was called in the last run, if it was there."""
        return self.workload(workload), self.connections.get((workload, key), key)

    def last(self, workload: str, key: str) -> Mapping[str, Any]:
        """What the last run recorded of a connection; nothing where it was not there."""
        earlier, former = self.connection(workload, key)
        return self.last_run.connections(earlier).get(former, {})


def find(stack: Stack, names: Names, last: LastRun) -> Renames:
    """Find what was renamed. Raises ManifestError where it could be one or the other."""
    workloads = dict(_workloads(stack, last))
    connections: dict[Key, str] = {}
    problems: list[Problem] = []
    for workload in stack.active:
        had = last.connections(workloads.get(workload.name, workload.name))
        for key, found in _Connections(workload, names, had).renamed():
            if isinstance(found, Problem):
                problems.append(found)
            else:
                connections[workload.name, key] = found
    if problems:
        raise ManifestError(problems)
    return Renames(last, workloads, connections)


def _workloads(stack: Stack, last: LastRun) -> Iterator[tuple[str, str]]:
    """A rename is listed in the file; one that is taken back, in what the last run recorded."""
    free = last.workloads.keys() - {workload.name for workload in stack.active}
    for workload in stack.active:
        if workload.name in last.workloads:
            continue
        listed = [name for name in reversed(workload.formerly) if name in free]
        taken_back = [
            name for name in sorted(free) if workload.name in last.workloads[name].get("formerly", ())
        ]
        for name in (listed or taken_back)[:1]:
            free.discard(name)
            yield workload.name, name


@dataclass(frozen=True)
class _Connections:
    """The connections of one workload, and those that it had; new and old ones only."""

    workload: Workload
    names: Names
    had: Mapping[str, Mapping[str, Any]]

    def renamed(self) -> Iterator[tuple[str, str | Problem]]:
        new = {key: one for key, one in self.workload.own_connections.items() if key not in self.had}
        old = {key: one for key, one in self.had.items() if key not in self.workload.connections}
        for certain in (self._listed, self._of_name, self._taken_back):
            for key, one in [*new.items()]:
                if (found := certain(key, one, old)) is not None:
                    del new[key], old[found]
                    yield key, found
        alike = {key: self._alike(one, old) for key, one in new.items() if one.formerly is None}
        for key, former in alike.items():
            rivals = [other for other, theirs in alike.items() if theirs == former]
            if len(former) == len(rivals) == 1:
                yield key, former[0]
            elif former:
                yield key, self._ambiguous(key, former)

    def _listed(self, key: str, one: Connection, old: Mapping[str, Any]) -> str | None:
        return next((former for former in reversed(one.formerly or ()) if former in old), None)

    def _of_name(self, key: str, one: Connection, old: Mapping[str, Mapping[str, Any]]) -> str | None:
        """One of the same name in the same project is the same connection."""
        if one.formerly is not None:
            return None
        project, name = self.names.project(one.project).id, one.named(key).casefold()
        return next(
            (
                former
                for former, had in old.items()
                if had.get("project_id") == project and str(had.get("name")).casefold() == name
            ),
            None,
        )

    def _taken_back(self, key: str, one: Connection, old: Mapping[str, Mapping[str, Any]]) -> str | None:
        if one.formerly is not None:
            return None
        return next((former for former, had in old.items() if key in (had.get("formerly") or ())), None)

    def _alike(self, one: Connection, old: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Those that are equal in all but key and name."""
        wanted = shape(one, self.names)
        return [key for key, had in old.items() if wanted == {part: had.get(part) for part in wanted}]

    def _ambiguous(self, key: str, found: list[str]) -> Problem:
        were = " and ".join(f"`{former}`" for former in found)
        return self.workload.source.problem(
            ("connections", key),
            f"this may be a new name for {were}, or a new connection: they are equal in all but their keys",
            expected="one that is told apart from the others",
            todo=f"say what it was with `formerly: [{found[0]}]`, or that it is new with `formerly: []`",
        )


def shape(one: Connection, names: Names) -> dict[str, Any]:
    """What a connection is, beside key and name; the same words are exported."""
    return {
        "project_id": names.project(one.project).id,
        "scope": names.scope(one.target),
        "role": None if one.target.role is None else role_name(one.target.role),
        "pipeline_ids": sorted(names.pipeline(one.project, each).number for each in one.pipelines),
    }
