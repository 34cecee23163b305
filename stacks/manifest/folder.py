"""The files of a stack's folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stacks.manifest.nearest import nearest
from stacks.manifest.problem import Problem

ORGANIZATION = "organization.yaml"
MEMBERS = "members.yaml"
WORKLOADS = "workloads"
# What somebody may have meant as a manifest, but which is not read.
ALIKE = {".yml", ".json"}


@dataclass
class Folder:
    """A stack's folder: which manifests are in it, and what is there that should not be."""

    path: Path
    organization: Path | None = None
    members: Path | None = None
    workloads: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def name(self, path: Path) -> str:
        """A path as people read it: below the project's folder, with forward slashes."""
        return path.relative_to(self.path.parent.parent).as_posix()

    def team(self, path: Path) -> str:
        """The folder below `workloads/` that a workload's file is in; empty for other files."""
        if not path.is_relative_to(self.path / WORKLOADS):
            return ""
        team = path.parent.relative_to(self.path / WORKLOADS).as_posix()
        return "" if team == "." else team

    def _refuse(self, path: Path, what: str, expected: str, todo: str, near: str | None = None) -> None:
        self.problems.append(Problem(self.name(path), 1, (), what, expected, todo, near))


def look(path: Path) -> Folder:
    """Look into a stack's folder; links are never followed."""
    folder = Folder(Path(os.path.abspath(path)))  # noqa: PTH100 - resolve() would follow links
    if not folder.path.is_dir():
        known = _stacks(folder.path.parent)
        near = nearest(folder.path.name, known)
        todo = "create the folder, or name another stack"
        folder._refuse(folder.path, "there is no such stack", ", ".join(known) or "a folder", todo, near)
        return folder
    for entry in _entries(folder, folder.path):
        _take(folder, entry)
    if folder.organization is None and not folder.problems:
        expected = "the organisation, tenant and subscription of the stack"
        folder._refuse(folder.path / ORGANIZATION, "the file is missing", expected, "create it")
    folder.workloads.sort()
    return folder


def _stacks(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in path.iterdir() if (entry / ORGANIZATION).is_file())
    except OSError:
        return []


def _entries(folder: Folder, path: Path) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, without hidden entries; a link is reported and left out."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or 'unknown reason').lower()}"
        folder._refuse(path, reason, "a folder that you may read", "check its permissions")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            todo = "put the file or folder itself here"
            folder._refuse(Path(entry.path), "a symbolic link", "everything in the stack's own folder", todo)
        else:
            yield entry


def _take(folder: Folder, entry: os.DirEntry[str]) -> None:
    """Sort one entry of the stack's folder; a mistyped name must not look like an empty stack."""
    path = Path(entry.path)
    is_folder = entry.is_dir(follow_symlinks=False)
    if entry.name == ORGANIZATION and not is_folder:
        folder.organization = path
    elif entry.name == MEMBERS and not is_folder:
        folder.members = path
    elif entry.name == WORKLOADS and is_folder:
        _walk(folder, path)
    elif entry.name in (ORGANIZATION, MEMBERS, WORKLOADS):
        expected = "a folder" if entry.name == WORKLOADS else "a file"
        folder._refuse(
            path,
            "a folder where a file belongs" if is_folder else "a file where a folder belongs",
            expected,
            "move it elsewhere",
        )
    elif is_folder or path.suffix.lower() in {".yaml", *ALIKE}:
        near = nearest(entry.name, [ORGANIZATION, MEMBERS, WORKLOADS])
        expected = f"{ORGANIZATION}, {MEMBERS} and the folder {WORKLOADS}"
        folder._refuse(path, "not part of a stack", expected, "move it elsewhere", near)


def _walk(folder: Folder, path: Path) -> None:
    for entry in _entries(folder, path):
        inner = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            _walk(folder, inner)
        elif inner.suffix == ".yaml":
            folder.workloads.append(inner)
        elif inner.suffix.lower() in {".yaml", *ALIKE}:
            todo = f"rename it to {inner.stem}.yaml, or move it elsewhere"
            folder._refuse(inner, "not read, because of how its name ends", "a name that ends in .yaml", todo)
