"""Creates that a run began and did not see the end of: the state does not say whether they were done."""

from dataclasses import dataclass, field
from typing import Any

from azdo_emulator.model import Session
from patless.recover.orphans import find

State = dict[str, Any]
"""A deployment as `pulumi stack export` writes it and `pulumi stack import` reads it, or a resource in it."""


@dataclass
class Settled:
    """What became of the creates: URNs of those that the cloud has, and of those that it has not."""

    taken_in: list[str] = field(default_factory=list)
    to_make: list[str] = field(default_factory=list)


def creating(deployment: State) -> list[State]:
    """The resources that the state has as being created; a component is no more than a name in it."""
    return [
        operation["resource"]
        for operation in deployment.get("pending_operations") or []
        if operation["type"] == "creating" and operation["resource"].get("custom")
    ]


def take_in(deployment: State, begun: list[State], session: Session) -> Settled:
    """Put each begun create among the resources if the cloud has its object.

    The engine's own `--import-pending-creates` loses the record, and `pulumi import` writes inputs as the
    service has them and not as the program does; what is already known of the create is exact.
    """
    settled = Settled()
    resources = deployment.setdefault("resources", [])
    managed = {(resource["type"], resource.get("id")) for resource in resources}
    for one in begun:
        ids = [
            id_
            for id_ in find(session, one["type"], one.get("inputs", {}))
            if (one["type"], id_) not in managed
        ]
        if not ids:
            settled.to_make.append(one["urn"])
            continue
        for earlier in resources:
            # What it was to replace: the engine takes that away at the next `up`, as it meant to.
            if earlier["urn"] == one["urn"]:
                earlier["delete"] = True
        # The inputs stand in for the outputs until the refresh reads them.
        resources.append({**one, "id": ids[0], "outputs": one.get("inputs", {})})
        managed.add((one["type"], ids[0]))
        settled.taken_in.append(one["urn"])
    return settled


def forget(deployment: State, gone: list[State]) -> None:
    """Take resources out of the state, and what the others say of them."""
    dropped = {id(one) for one in gone}
    resources = [one for one in deployment.get("resources") or [] if id(one) not in dropped]
    deployment["resources"] = resources
    # Of two that were to replace one another, one may be left.
    urns = {one["urn"] for one in resources}
    for one in resources:
        one["dependencies"] = [urn for urn in one.get("dependencies") or [] if urn in urns]
        by_property = one.get("propertyDependencies") or {}
        one["propertyDependencies"] = {
            name: [urn for urn in found or [] if urn in urns] for name, found in by_property.items()
        }
        if one.get("deletedWith") not in urns:
            one.pop("deletedWith", None)
        if "replaceWith" in one:
            one["replaceWith"] = [urn for urn in one["replaceWith"] or [] if urn in urns]
