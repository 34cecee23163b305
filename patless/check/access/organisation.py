"""Places in the Azure DevOps organisation: access levels, groups, roles on pools, permissions."""

from collections.abc import Iterator

from guardrails.engine.props import Absent, Known, parts

from patless.check.access.access import Access, Kind
from patless.check.access.names import Names
from patless.check.access.types import (
    GROUP,
    GROUP_RULE,
    MEMBERSHIP,
    PERMISSIONS,
    PERSON,
    RESOURCE_ROLE,
    SEAT,
    TEAM,
    WHOLE_TEAM,
)
from patless.check.access.who import called, who
from patless.check.entry import Entry, name, text, value
from patless.check.snapshot import Snapshot

LEVELS = {
    "": "Basic",
    "stakeholder": "Stakeholder",
    "express": "Basic",
    "basic": "Basic",
    "advanced": "Basic + Test Plans",
    "professional": "Visual Studio Professional",
    "earlyAdopter": "Early Adopter",
}
"""What the portal calls the licences; left out, the provider asks for the first."""

POOLS = "distributedtask.agentpoolrole"
OTHERS = {
    "distributedtask.agentqueuerole": "the agent queue",
    "distributedtask.serviceendpointrole": "the service connection",
    "distributedtask.environmentreferencerole": "the environment",
}


def access(snapshot: Snapshot, entry: Entry, _: Names) -> Access | None:
    """The place that a resource gives somebody in the organisation."""
    type_, urn = entry["type"], str(entry["urn"])
    if any(one.fullmatch(type_) for one in (SEAT, PERSON, GROUP_RULE)):
        return _seat(snapshot, entry)
    if MEMBERSHIP.fullmatch(type_):
        return _membership(snapshot, entry)
    if GROUP.fullmatch(type_) and _given(entry, "members"):
        group = text(entry, "displayName") or name(entry)
        return Access(Kind.GROUP, f"{who(snapshot, entry, 'members')} may do what the group {group} may", urn)
    if WHOLE_TEAM.fullmatch(type_) and (does := _in_team(snapshot, entry)):
        return Access(Kind.GROUP, f"{does} the team {text(entry, 'name') or name(entry)}", urn)
    if found := TEAM.fullmatch(type_):
        what = "administers" if found["part"] == "Administrators" else "is in"
        somebody = who(snapshot, entry, found["part"].lower())
        return Access(Kind.GROUP, f"{somebody} {what} the team {text(entry, 'teamId')}".strip(), urn)
    if RESOURCE_ROLE.fullmatch(type_):
        return Access(Kind.POOL, _resource_role(snapshot, entry), urn)
    if found := PERMISSIONS.fullmatch(type_):
        somebody = who(snapshot, entry, "principal")
        allowed = ", ".join(_allowed(entry)) or "permissions that are not known yet"
        kind = found["kind"]
        return Access(Kind.PERMISSION, f'{somebody} is allowed {allowed} ({kind} "{name(entry)}")', urn)
    return None


def _in_team(snapshot: Snapshot, entry: Entry) -> str:
    does = {"members": "is in", "administrators": "administers"}
    return ", and ".join(
        f"{who(snapshot, entry, slot)} {verb}" for slot, verb in does.items() if _given(entry, slot)
    )


def _given(entry: Entry, slot: str) -> bool:
    """Whether a list holds anything, or might."""
    found = value(entry, slot)
    return not isinstance(found, Absent | Known) or any(parts(found))


def _seat(snapshot: Snapshot, entry: Entry) -> Access:
    licence = text(entry, "accountLicenseType")
    level = LEVELS.get(licence, licence)
    somebody = called(snapshot, entry)
    members = "are members" if GROUP_RULE.fullmatch(entry["type"]) else "is a member"
    # What an Entra group costs, its people decide; subscribers of Visual Studio bring their own licence.
    free = GROUP_RULE.fullmatch(entry["type"]) or text(entry, "licensingSource") == "msdn"
    return Access(
        Kind.SEAT,
        f"{somebody} {members} of the organisation with the access level {level}",
        str(entry["urn"]),
        licence="" if free else licence or "express",
        stays=bool(entry.get("retainOnDelete")),
    )


def _membership(snapshot: Snapshot, entry: Entry) -> Access:
    return Access(
        Kind.GROUP,
        f"{who(snapshot, entry, 'members')} may do what the group {_group(snapshot, entry)} may",
        str(entry["urn"]),
        stays=bool(entry.get("retainOnDelete")),
    )


def _group(snapshot: Snapshot, entry: Entry) -> str:
    if label := snapshot.label(entry, "-in-", "-membership", "groups"):
        return label
    groups = [called(snapshot, source) for source in snapshot.sources(entry, "group")]
    return groups[0] if groups else text(entry, "group") or f'that "{name(entry)}" names'


def _resource_role(snapshot: Snapshot, entry: Entry) -> str:
    somebody, role = who(snapshot, entry, "identityId"), text(entry, "roleName") or "a role"
    where, resource = text(entry, "scope"), text(entry, "resourceId")
    if where == POOLS:
        known = snapshot.label(entry, "-on-", "-role", "pools")
        also = " and may register agents" if role.lower() == "administrator" else ""
        return f"{somebody} is {role} of the agent pool {known or resource}{also}"
    return f"{somebody} is {role} of {OTHERS.get(where, where)} {resource}".strip()


def _allowed(entry: Entry) -> Iterator[str]:
    for key, part in parts(value(entry, "permissions")):
        if isinstance(part, Known) and str(part.value).lower() == "allow":
            yield key
