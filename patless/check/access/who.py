"""Whom an access is about."""

from patless.check.access.types import (
    APPLICATION,
    CONNECTION,
    GROUP_RULE,
    MANAGED_IDENTITY,
    PERSON,
    PRINCIPAL,
    SEAT,
)
from patless.check.entry import Entry, name, text
from patless.check.snapshot import Snapshot

COMPONENTS = ("patless:index:Entitlement",)
"""Components whose own name says who it is, where no workload stands above them."""


def who(snapshot: Snapshot, entry: Entry, slot: str) -> str:
    """Who an input names: the workload, the person or the group behind it.

    Whose part of the tree the resource stands in counts only where nothing else tells: a role can stand with
    one workload and be given to another.
    """
    found = [called(snapshot, source) for source in snapshot.sources(entry, slot)]
    literals = [f"the principal {one}" for one in snapshot.literals(entry, slot)]
    own = snapshot.workload(entry)
    if literals and own and not found:
        return f"{own} ({' and '.join(literals)})"
    return " and ".join(dict.fromkeys([*found, *literals])) or own or f'whom "{name(entry)}" names'


def called(snapshot: Snapshot, entry: Entry) -> str:
    """What people call an identity or a member."""
    if SEAT.fullmatch(entry["type"]):
        return _behind(snapshot, entry, "originId")
    if own := snapshot.workload(entry):
        return own
    type_ = entry["type"]
    if PERSON.fullmatch(type_) and (known := text(entry, "principalName")):
        return known
    if GROUP_RULE.fullmatch(type_):
        named = text(entry, "displayName") or snapshot.called(entry, "entraGroups", text(entry, "originId"))
        return f"the people of {named or _component(snapshot, entry)}"
    if PRINCIPAL.fullmatch(type_):
        return _behind(snapshot, entry, "clientId")
    if APPLICATION.fullmatch(type_):
        return text(entry, "displayName") or name(entry)
    if MANAGED_IDENTITY.fullmatch(type_):
        return text(entry, "resourceName") or name(entry)
    if CONNECTION.fullmatch(type_):
        return text(entry, "serviceEndpointName") or name(entry)
    return text(entry, "displayName") or name(entry)


def _behind(snapshot: Snapshot, entry: Entry, slot: str) -> str:
    """What people call the identity that a member or a service principal stands for."""
    # A service principal has the client id that it is made from: it would lead to itself.
    sources = [one for one in snapshot.sources(entry, slot) if one["type"] != entry["type"]]
    if sources:
        return called(snapshot, sources[0])
    own = snapshot.workload(entry) or _component(snapshot, entry)
    literals = snapshot.literals(entry, slot)
    return f"{own} (the principal {literals[0]})" if literals else own


def _component(snapshot: Snapshot, entry: Entry) -> str:
    above = snapshot.parent(entry)
    return name(above) if above is not None and above["type"] in COMPONENTS else name(entry)
