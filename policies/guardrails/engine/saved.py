"""Resources from saved state, or from plain dicts of the same shape."""

from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.engine.props import Props
from guardrails.engine.resource import Resource


def resource(entry: Mapping[str, Any], providers: Mapping[str, Resource] | None = None) -> Resource:
    """One resource, as `pulumi stack export` writes it; "type" and "inputs" are enough."""
    urn = entry.get("urn", "")
    return Resource(
        type=entry["type"],
        name=entry.get("name") or urn.rpartition("::")[2],
        props=Props(entry.get("inputs", {})),
        urn=urn,
        parent=entry.get("parent", ""),
        # Saved as the provider's URN and id, joined by "::".
        provider=(providers or {}).get(entry.get("provider", "").rpartition("::")[0]),
        protect=entry.get("protect", False),
        property_dependencies={
            name: tuple(urns or ()) for name, urns in entry.get("propertyDependencies", {}).items()
        },
        outputs=Props(entry.get("outputs", {})),
    )


def resources(state: Mapping[str, Any]) -> list[Resource]:
    """The resources that a stack has; without those that it only reads or that wait to be deleted."""
    entries: Sequence[Mapping[str, Any]] = (state["deployment"] or {}).get("resources") or []
    kept = [entry for entry in entries if not entry.get("external") and not entry.get("delete")]
    providers = {
        entry["urn"]: resource(entry) for entry in kept if entry["type"].startswith("pulumi:providers:")
    }
    return [resource(entry, providers) for entry in kept]
