"""Creates that a dead run began: the state says that it meant to, and not whether it did."""

from dataclasses import dataclass, field
from typing import Any

from patless.recover.twins import find
from patless.sandbox.model import Session

State = dict[str, Any]
"""A deployment, as `pulumi stack export` writes it and `pulumi stack import` reads it."""


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


def settle(deployment: State, session: Session) -> Settled:
    """Put each begun create among the resources if the cloud has its object, and else forget it.

    The engine's own `--import-pending-creates` loses the record, and `pulumi import` writes inputs as the
    service has them and not as the program does; what the state already holds of the create is exact.
    """
    settled = Settled()
    resources = deployment.setdefault("resources", [])
    managed = {(resource["type"], resource.get("id")) for resource in resources}
    for begun in creating(deployment):
        ids = [
            id_
            for id_ in find(session, begun["type"], begun.get("inputs", {}))
            if (begun["type"], id_) not in managed
        ]
        if not ids:
            settled.to_make.append(begun["urn"])
            continue
        for earlier in resources:
            # What it was to replace: the engine takes that away at the next `up`, as it meant to.
            if earlier["urn"] == begun["urn"]:
                earlier["delete"] = True
        # The inputs stand in for the outputs until the refresh reads them.
        resources.append({**begun, "id": ids[0], "outputs": begun.get("inputs", {})})
        managed.add((begun["type"], ids[0]))
        settled.taken_in.append(begun["urn"])
    others = [op for op in deployment.get("pending_operations") or [] if op["type"] != "creating"]
    deployment["pending_operations"] = others
    return settled
