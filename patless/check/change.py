"""What happens to one resource, and to all resources of a stack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from patless.check.entry import Entry
from patless.check.log import Log

KEPT = ("id", "outputs")
"""What a preview does not tell anew of a resource that stays."""


@dataclass(frozen=True)
class Change:
    """One resource before and after; None where it is not there."""

    before: Entry | None
    after: Entry | None
    replaced: bool = False
    """Whether another one takes its place."""

    @property
    def urn(self) -> str:
        """The URN, the later one of a resource that is renamed."""
        return str((self.after or self.before or {}).get("urn", ""))


@dataclass(frozen=True)
class Subject:
    """What is checked: a change, or a stack as it stands."""

    title: str
    """What it is, as "preview of contoso"."""

    changes: Sequence[Change]
    log: Log = field(default_factory=Log)
    traced: bool = True
    """Whether it is known from which resource each property takes its value."""

    stands: bool = False
    """Whether nothing changes: the resources are there already."""

    partial: bool = False
    """Whether what stays as it is is left out."""

    ours: bool = False
    """Whether this check ran the engine itself, with the pack that it checks by."""

    config: Mapping[str, str] = field(default_factory=dict)
    """The stack's configuration."""

    @property
    def before(self) -> list[Entry]:
        """The resources as they were."""
        return [change.before for change in self.changes if change.before is not None]

    @property
    def after(self) -> list[Entry]:
        """The resources as they are to be."""
        return [change.after for change in self.changes if change.after is not None]

    @property
    def stack(self) -> str:
        """The stack's name, as the URNs have it; empty where there is no resource."""
        return next((change.urn.split("::")[0].split(":")[2] for change in self.changes), "")

    @property
    def project(self) -> str:
        """The project's name, as the URNs have it; empty where there is no resource."""
        return next((change.urn.split("::")[1] for change in self.changes if "::" in change.urn), "")


def standing(entries: Iterable[Entry], title: str) -> Subject:
    """A stack as it stands."""
    return Subject(title, [Change(entry, entry) for entry in entries], stands=True)


def present(entries: Iterable[Entry]) -> list[Entry]:
    """Without what the stack only reads, and what waits to be deleted."""
    return [entry for entry in entries if not entry.get("external") and not entry.get("delete")]


def against(subject: Subject, state: Iterable[Entry]) -> Subject:
    """The subject with the state given for what was before."""
    known = {entry["urn"]: entry for entry in state}
    changes = []
    for change in subject.changes:
        earlier = change.before["urn"] if change.before else change.urn
        before = known.pop(earlier, None)
        if before is not None or change.after is not None:
            changes.append(Change(before, change.after, change.replaced))
    # The engine leaves nothing out that stays: whatever the plan does not name is not its business.
    changes += [Change(entry, entry) for entry in known.values()]
    return replace(subject, changes=changes, partial=False)


def changes(steps: Iterable[tuple[str, str, Any, Any]]) -> list[Change]:
    """The changes that the engine's steps come to; each step is an operation, a URN, and both states."""
    found: dict[str, Change] = {}
    for operation, urn, before, after in steps:
        if operation.startswith(("read", "discard")):
            continue
        change = found.get(urn, Change(None, None))
        found[urn] = Change(
            change.before or before,
            change.after if operation in ("delete", "delete-replaced") else (after or change.after),
            change.replaced or "replace" in operation,
        )
    return [_whole(change) for change in found.values()]


def _whole(change: Change) -> Change:
    """With what the engine leaves out of a resource that stays."""
    before, after = change.before, change.after
    if before is None or after is None or change.replaced:
        return change
    return Change(before, {**after, **{key: before[key] for key in KEPT if before.get(key)}})
