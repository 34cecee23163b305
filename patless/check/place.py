"""Where in the repository a finding's resource is declared."""

from dataclasses import dataclass

from guardrails import Finding

from patless.check.at_ref import PROFILE
from patless.check.entry import Entry, name
from patless.check.manifest import Manifest
from patless.check.program import FILE
from patless.check.scene import WORKLOAD, Scene

POSITION = "project:///"
PROVIDER = "pulumi:providers:"

PARTS: dict[str, tuple[str, ...]] = {
    "-identity-": ("identity",),
    "-entitlement-": ("azure_devops", "access_level"),
    "-in-": ("azure_devops", "member_of"),
    "-trust-{label}-credential": ("signs_in_from", "{label}"),
    "-role-": ("azure", "roles"),
    "-connection-{label}": ("connections", "{label}"),
    "-on-{label}-role": ("agent_pools", "{label}"),
}
"""The keys from which a workload's children come, by how their names go on after its own."""


@dataclass(frozen=True)
class Place:
    """A line of a file; the path is relative to the folder in which the check runs."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Places:
    """Finds where resources are declared: in the manifest, or else in the program."""

    def __init__(self, manifest: Manifest, scenes: tuple[Scene, ...], prefix: str = "") -> None:
        self._manifest = manifest
        self._scenes = scenes
        self._prefix = prefix

    def of(self, finding: Finding) -> Place | None:
        """Where a finding points; None where nobody knows."""
        if finding.source == PROFILE:
            return None
        if finding.source:
            file, _, line = finding.source.rpartition(":")
            return Place(file, int(line)) if line.isdecimal() and file else Place(finding.source, 1)
        for scene in self._scenes:
            if (entry := scene.entries.get(finding.urn)) is not None:
                return self._declared(scene, entry) or self._programmed(scene, entry)
        return None

    def _declared(self, scene: Scene, entry: Entry) -> Place | None:
        organization = self._manifest.organization
        if str(entry["type"]).startswith(PROVIDER) and organization is not None:
            return Place(self._manifest.prefix + organization.file, 1)
        line = list(scene.line(entry))
        for below, above in zip([None, *line], line, strict=False):
            if above["type"] == WORKLOAD:
                return self._in_workload(name(above), name(below) if below is not None else "")
        return self._among_members(line)

    def _in_workload(self, workload: str, child: str) -> Place | None:
        written = self._manifest.workloads.get(workload)
        if written is None:
            return None
        rest = child.removeprefix(workload)
        for form, path in PARTS.items():
            infix, _, suffix = form.partition("{label}")
            if rest.startswith(infix):
                label = rest.removeprefix(infix).removesuffix(suffix)
                keys = [label if key == "{label}" else key for key in path]
                return Place(self._manifest.prefix + written.file, written.line(*keys))
        return Place(self._manifest.prefix + written.file, written.line("name"))

    def _among_members(self, line: list[Entry]) -> Place | None:
        members = self._manifest.members
        if members is None:
            return None
        for entry in line:
            if (path := self._manifest.people.get(name(entry).partition("-in-")[0])) is not None:
                return Place(self._manifest.prefix + members.file, members.line(*path))
        return None

    def _programmed(self, scene: Scene, entry: Entry) -> Place | None:
        """The line of the program that declares it, or the component that it belongs to."""
        for one in scene.line(entry):
            file, _, line = str(one.get("sourcePosition") or "").partition("#")
            inside = file.removeprefix(POSITION)
            if inside != file and ".." not in inside.split("/") and line.isdecimal():
                return Place(self._prefix + inside, int(line))
            if name(one) in self._manifest.program:
                return Place(self._prefix + FILE, self._manifest.program[name(one)])
        return None
