"""The resources of a stack at one moment, and how they hang together."""

from collections.abc import Iterable, Iterator

from guardrails.props import Known, parts

from patless.check.access.types import MANAGED_IDENTITY
from patless.check.entry import Entry, name, output, text, value

COMPONENTS = "patless:index:"
WORKLOAD = f"{COMPONENTS}Workload"

IDS = ("principalId", "objectId", "clientId", "descriptor", "groupId")
"""Outputs by which one resource names another."""


class Scene:
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

    def label(self, entry: Entry, infix: str, suffix: str) -> str:
        """What a component of Patless named its part after (`docs/reference/names.md`); else empty."""
        above, whole = self.parent(entry), name(entry).removesuffix(suffix)
        if above is None or not above["type"].startswith(COMPONENTS):
            return ""
        own = name(above) + infix
        if whole.startswith(own):
            return whole.removeprefix(own)
        # Components that hold nothing else are named as their part is.
        return whole.partition(infix)[2] if name(above) == whole else ""

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

    def beside(self, entry: Entry, type_: str) -> Iterator[Entry]:
        """The children of the nearest component of that type above it."""
        home = next((one for one in self.line(entry) if one["type"] == type_), None)
        if home is not None:
            yield from self._children.get(str(home["urn"]), ())


def _own_name(entry: Entry) -> str:
    """The name by which federated credentials know a managed identity."""
    return text(entry, "resourceName") if MANAGED_IDENTITY.fullmatch(entry["type"]) else ""
