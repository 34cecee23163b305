"""The resources of a stack at one moment, and how they hang together."""

import re
from collections.abc import Iterable, Iterator, Mapping

from guardrails.engine.props import Known, parts

from patless.check.access.types import MANAGED_IDENTITY
from patless.check.entry import Entry, name, output, text, value

COMPONENTS = "patless:index:"
WORKLOAD = f"{COMPONENTS}Workload"
MEMBERS = f"{COMPONENTS}Members"

_OF_CONNECTION = re.compile(
    r"(?P<connection>.+)-(endpoint|trust-credential|use-(approval|branches|hours|lock|templates|for-.+))"
)
"""The names of what goes with a connection."""

IDS = ("principalId", "objectId", "clientId", "descriptor", "groupId")
"""Outputs by which one resource names another."""


class Snapshot:
    """All resources of a stack, before or after a change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {str(entry["urn"]): entry for entry in entries}
        self.roles: dict[str, list[str]] | None = None
        """The roles of each identity, once `access.azure` has looked for them."""

        self._by_id: dict[str, Entry] = {}
        self._children: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            self._children.setdefault(str(entry.get("parent") or ""), []).append(entry)
            for known in (str(entry.get("id") or ""), *(output(entry, key) for key in IDS), _own_name(entry)):
                if known:
                    self._by_id.setdefault(known, entry)

    def parent(self, entry: Entry) -> Entry | None:
        """The component that it belongs to."""
        return self.entries.get(str(entry.get("parent") or ""))

    def line(self, entry: Entry) -> Iterator[Entry]:
        """The resource, its parent, and so on to the stack itself."""
        seen: set[str] = set()
        above: Entry | None = entry
        while above is not None and above["urn"] not in seen:
            seen.add(str(above["urn"]))
            yield above
            above = self.parent(above)

    def workload(self, entry: Entry) -> str:
        """The name of the workload that it belongs to; empty where it belongs to none."""
        return next((name(one) for one in self.line(entry) if one["type"] == WORKLOAD), "")

    def key(self, entry: Entry, infix: str, suffix: str) -> str:
        """What a component of Patless named its part after (`docs/reference/names.md`); else empty."""
        above, whole = self.parent(entry), name(entry)
        if above is None or not above["type"].startswith(COMPONENTS) or not whole.endswith(suffix):
            return ""
        whole = whole.removesuffix(suffix)
        own = name(above) + infix
        if whole.startswith(own):
            return whole.removeprefix(own)
        # Members have their own key before it; components that hold nothing else are named as their part is.
        return whole.rpartition(infix)[2] if above["type"] == MEMBERS or name(above) == whole else ""

    def label(self, entry: Entry, infix: str, suffix: str, kind: str) -> str:
        """What people call what a component of Patless named its part after; else empty."""
        key = self.key(entry, infix, suffix)
        return self.called(entry, kind, key) or key if key else ""

    def called(self, entry: Entry, kind: str, key: str) -> str:
        """What people call what a key stands for, as a component above the resource says; else empty."""
        for above in self.line(entry):
            told = (above.get("inputs") or {}).get("called")
            names = told.get(kind) if isinstance(told, Mapping) else None
            if isinstance(names, Mapping) and isinstance(found := names.get(key), str):
                return found
        return ""

    def connection_key(self, entry: Entry) -> str:
        """The key of the connection of a workload that a resource goes with, or is; else empty."""
        found = _OF_CONNECTION.fullmatch(name(entry))
        above = self.parent(entry)
        own = f"{name(above)}-connection-" if above is not None and above["type"] == WORKLOAD else ""
        return (
            found["connection"].removeprefix(own)
            if own and found and found["connection"].startswith(own)
            else ""
        )

    def endpoint(self, entry: Entry) -> Entry | None:
        """The connection that a resource goes with, by its name alone."""
        found, above = _OF_CONNECTION.fullmatch(name(entry)), self.parent(entry)
        if found is None or above is None:
            return None
        beside = self._children.get(str(above["urn"]), ())
        return next((one for one in beside if name(one) == f"{found['connection']}-endpoint"), None)

    def sources(self, entry: Entry, key: str) -> list[Entry]:
        """The resources that an input names, or takes its value from where that is not known yet."""
        if known := self.texts(entry, key):
            return [self._by_id[one] for one in known if one in self._by_id]
        urns = (entry.get("propertyDependencies") or {}).get(key.partition(".")[0]) or ()
        return [self.entries[urn] for urn in urns if urn in self.entries]

    def literals(self, entry: Entry, key: str) -> list[str]:
        """What an input names that no resource of the stack is."""
        return [one for one in self.texts(entry, key) if one not in self._by_id]

    def texts(self, entry: Entry, key: str) -> list[str]:
        """The input as texts: one, or those of a list."""
        if one := text(entry, key):
            return [one]
        elements = (part for _, part in parts(value(entry, key)))
        return [part.value for part in elements if isinstance(part, Known) and isinstance(part.value, str)]


def _own_name(entry: Entry) -> str:
    """The name by which federated credentials know a managed identity."""
    return text(entry, "resourceName") if MANAGED_IDENTITY.fullmatch(entry["type"]) else ""
