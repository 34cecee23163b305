"""Roles in Azure and in Entra."""

import re

from guardrails.engine.props import Absent

from patless.check.access.access import Access, Kind
from patless.check.access.names import BUILT_IN_ROLES, Names
from patless.check.access.types import APP_ROLE, AZURE_ROLE, ENTRA_GROUP, ENTRA_ROLE, OWNER
from patless.check.access.who import called, who
from patless.check.entry import Entry, name, text, value
from patless.check.snapshot import Snapshot

_SUBSCRIPTION = re.compile(r"/subscriptions/(?P<id>[^/]+)(?P<rest>/.*)?", re.IGNORECASE)
_GROUP = re.compile(r"/resourceGroups/(?P<name>[^/]+)(?P<rest>/.*)?", re.IGNORECASE)
_MANAGEMENT = re.compile(r"/providers/Microsoft\.Management/managementGroups/(?P<name>[^/]+)", re.IGNORECASE)


KINDS = {
    "registries": "the container registry",
    "storageaccounts": "the storage account",
    "userassignedidentities": "the managed identity",
    "vaults": "the key vault",
}
"""What people call what can stand in a resource group."""


def access(snapshot: Snapshot, entry: Entry, names: Names) -> Access | None:
    """The access that a resource gives in Azure or Entra."""
    type_, urn = entry["type"], str(entry["urn"])
    if AZURE_ROLE.fullmatch(type_):
        given = f"{who(snapshot, entry, 'principalId')} has the role {role(entry, names)}"
        return Access(Kind.AZURE_ROLE, given, urn)
    if ENTRA_ROLE.fullmatch(type_):
        slot = "principalObjectId" if text(entry, "principalObjectId") else "memberObjectId"
        return Access(Kind.ENTRA, f"{who(snapshot, entry, slot)} has a role in the Entra tenant", urn)
    if APP_ROLE.fullmatch(type_):
        slot = "principalObjectId" if "appRole" in type_ else "servicePrincipalObjectId"
        return Access(
            Kind.ENTRA, f"{who(snapshot, entry, slot)} has a permission on an API of the tenant", urn
        )
    if OWNER.fullmatch(type_):
        owner, owned = who(snapshot, entry, "ownerObjectId"), _named(snapshot, entry, "applicationId")
        return Access(Kind.ENTRA, f"{owner} owns the application {owned}, and may give it credentials", urn)
    if ENTRA_GROUP.fullmatch(type_):
        return _in_group(snapshot, entry)
    return None


def _in_group(snapshot: Snapshot, entry: Entry) -> Access | None:
    """What the members of a group in Entra get: whatever the group may do, here and elsewhere."""
    one = "groupObjectId" in (entry.get("inputs") or {})
    group = _named(snapshot, entry, "groupObjectId") if one else text(entry, "displayName") or name(entry)
    slot = "memberObjectId" if one else "members"
    if isinstance(value(entry, slot), Absent):
        return None
    somebody = who(snapshot, entry, slot)
    return Access(Kind.ENTRA, f"{somebody} may do what the Entra group {group} may", str(entry["urn"]))


def _named(snapshot: Snapshot, entry: Entry, slot: str) -> str:
    """What people call the group or application that an input names."""
    found = snapshot.sources(entry, slot)
    return called(snapshot, found[0]) if found else text(entry, slot) or f'that "{name(entry)}" names'


def roles_of(snapshot: Snapshot, somebody: str, names: Names) -> list[str]:
    """The roles that somebody has in Azure."""
    if snapshot.roles is None:
        snapshot.roles = {}
        for entry in snapshot.entries.values():
            if AZURE_ROLE.fullmatch(entry["type"]):
                snapshot.roles.setdefault(who(snapshot, entry, "principalId"), []).append(role(entry, names))
    return snapshot.roles.get(somebody, [])


def role(entry: Entry, names: Names) -> str:
    """What a role assignment gives and where."""
    definition = text(entry, "roleDefinitionId").rpartition("/")[2].lower()
    called = BUILT_IN_ROLES.get(definition) or definition or "that is not known yet"
    return f"{called} in {scope(text(entry, 'scope'), names)}"


def scope(path: str, names: Names) -> str:
    """A scope of Azure in words."""
    if not path:
        return "a scope that is not known yet"
    if path == "/":
        return "the whole tenant"
    if found := _MANAGEMENT.fullmatch(path):
        return f"the whole management group {found['name']}"
    subscription = _SUBSCRIPTION.fullmatch(path)
    if subscription is None:
        return path
    called = names.subscriptions.get(subscription["id"].lower()) or subscription["id"]
    rest = subscription["rest"] or ""
    group = _GROUP.fullmatch(rest)
    if group is None:
        return f"the whole subscription {called}" if rest in ("", "/") else path
    where = f"the resource group {group['name']} ({called})"
    inner = (group["rest"] or "").strip("/").split("/")
    return f"{KINDS.get(inner[-2].lower(), inner[-2])} {inner[-1]} in {where}" if len(inner) > 2 else where
