"""Where in the repository a finding's resource is declared."""

import itertools
from dataclasses import dataclass

from guardrails import Finding

from patless.check.at_ref import PROFILE
from patless.check.entry import Entry, name, text
from patless.check.manifest import Manifest
from patless.check.program import FILE
from patless.check.snapshot import MEMBERS, WORKLOAD, Snapshot

POSITION = "project:///"
PROVIDER = "pulumi:providers:"

PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "-identity-": (("identity",), ""),
    "-entitlement-": (("azure_devops", "access_level"), ""),
    "-in-": (("azure_devops", "member_of"), ""),
    "-trust-{key}-credential": (("signs_in_from", "{key}"), "trusts"),
    "-on-{key}-role": (("agent_pools", "{key}"), "pools"),
}
"""The keys from which a workload's children come, by how their names go on after its own; and what kind of
thing `{key}` stands for."""


@dataclass(frozen=True)
class Place:
    """A line of a file; the path is relative to the folder in which the check runs."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Places:
    """Finds where resources are declared: in the manifest, or else in the program."""

    def __init__(self, manifest: Manifest, snapshots: tuple[Snapshot, ...], prefix: str = "") -> None:
        self._manifest = manifest
        self._scenes = snapshots
        self._prefix = prefix

    def of(self, finding: Finding) -> Place | None:
        """Where a finding points; None where nobody knows."""
        if finding.source == PROFILE:
            return None
        if finding.source:
            file, _, line = finding.source.rpartition(":")
            return Place(file, int(line)) if line.isdecimal() and file else Place(finding.source, 1)
        for snapshot in self._scenes:
            if (entry := snapshot.entries.get(finding.urn)) is not None:
                return self._declared(snapshot, entry) or self._programmed(snapshot, entry)
        return None

    def _declared(self, snapshot: Snapshot, entry: Entry) -> Place | None:
        organization = self._manifest.organization
        if str(entry["type"]).startswith(PROVIDER) and organization is not None:
            return Place(self._manifest.prefix + organization.file, 1)
        line = list(snapshot.line(entry))
        for below, above in zip([None, *line], line, strict=False):
            if above["type"] == WORKLOAD:
                return self._in_workload(snapshot, above, below)
        return self._among_members(line)

    def _in_workload(self, snapshot: Snapshot, workload: Entry, child: Entry | None) -> Place | None:
        written = self._manifest.workloads.get(name(workload))
        if written is None:
            return None
        path: tuple[str | int, ...] = ("name",)
        if child is not None and (connection := snapshot.connection_key(child)):
            path = ("connections", connection)
        elif child is not None:
            path = self._of_part(snapshot, child, name(child).removeprefix(name(workload))) or path
            if name(child).startswith(f"{name(workload)}-role-"):
                where = text(child, "scope").rpartition("/")[2].lower()
                path = self._manifest.roles.get((name(workload), where), path)
        return Place(self._manifest.prefix + written.file, written.line(*path))

    def _of_part(self, snapshot: Snapshot, child: Entry, rest: str) -> tuple[str, ...]:
        for form, (path, kind) in PARTS.items():
            infix, _, suffix = form.partition("{key}")
            if rest.startswith(infix):
                key = rest.removeprefix(infix).removesuffix(suffix)
                label = snapshot.called(child, kind, key) or key
                return tuple(label if step == "{key}" else step for step in path)
        return ()

    def _among_members(self, line: list[Entry]) -> Place | None:
        members = self._manifest.members
        if members is None:
            return None
        for entry, above in itertools.pairwise(line):
            if above["type"] != MEMBERS:
                continue
            key = name(entry).removeprefix(f"{name(above)}-").removesuffix("-member").partition("-in-")[0]
            if (path := self._manifest.people.get(key)) is not None:
                return Place(self._manifest.prefix + members.file, members.line(*path))
        return None

    def _programmed(self, snapshot: Snapshot, entry: Entry) -> Place | None:
        """The line of the program that declares it, or the component that it belongs to."""
        for one in snapshot.line(entry):
            file, _, line = str(one.get("sourcePosition") or "").partition("#")
            inside = file.removeprefix(POSITION)
            if inside != file and ".." not in inside.split("/") and line.isdecimal():
                return Place(self._prefix + inside, int(line))
            if name(one) in self._manifest.program:
                return Place(self._prefix + FILE, self._manifest.program[name(one)])
        return None
