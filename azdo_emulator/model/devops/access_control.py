"""Access control: what somebody is allowed or denied one by one, beside what groups and roles give.

The calls stand on https://dev.azure.com/{organization}/_apis/accesscontrollists, /accesscontrolentries and
/permissions. Entries are kept and shown; of what the sandbox itself refuses, they decide nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from azdo_emulator.model.devops import permissions
from azdo_emulator.model.devops.identities import identity_descriptor
from azdo_emulator.model.devops.permissions import Right
from azdo_emulator.model.devops.projects import Organization, Project, list_projects
from azdo_emulator.model.devops.security_namespaces import (
    COLLECTION,
    DISTRIBUTED_TASK,
    ENDPOINTS,
    IDENTITY,
    PROJECT,
    SecurityNamespace,
)
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.store import Session

RIGHTS = {
    (COLLECTION, 2): permissions.EDIT_ORGANIZATION,
    (COLLECTION, 4): permissions.CREATE_PROJECTS,
    (COLLECTION, 2048): permissions.EDIT_ORGANIZATION,
    (PROJECT, 2): permissions.EDIT_PROJECT,
    (IDENTITY, 8): permissions.MANAGE_MEMBERSHIP,
    (ENDPOINTS, 2): permissions.ADMINISTER_ENDPOINT,
    (ENDPOINTS, 4): permissions.CREATE_ENDPOINTS,
    (DISTRIBUTED_TASK, 2): permissions.MANAGE_POOLS,
}
"""The rights behind the bits that the sandbox itself goes by."""


@dataclass(frozen=True)
class AccessControlEntry:
    """What somebody, by the descriptor of their identity, is allowed and denied: bits."""

    token: str
    descriptor: str
    allow: int
    deny: int


def query_access_control_lists(
    session: Session,
    organization: Organization,
    namespace: SecurityNamespace,
    token: str = "",
    descriptors: Collection[str] = (),
    *,
    recurse: bool = False,
) -> dict[str, list[AccessControlEntry]]:
    """GET accesscontrollists/{namespace}?token=&descriptors=&recurse=: entries by token."""
    rows = session.rows(
        "SELECT token, descriptor, allow, deny FROM access_control_entries WHERE organization_id = ?"
        " AND namespace_id = ? AND (? = '' OR token = ? OR (? AND substr(token, 1, length(?)) = ?))"
        " ORDER BY token, descriptor",
        organization.organization_id,
        namespace.namespace_id,
        token,
        token,
        recurse,
        f"{token}{namespace.separator}",
        f"{token}{namespace.separator}",
    )
    found: dict[str, list[AccessControlEntry]] = {}
    for row in rows:
        if not descriptors or row["descriptor"] in descriptors:
            found.setdefault(row["token"], []).append(AccessControlEntry(**row))
    return found


def set_access_control_entries(
    session: Session,
    organization: Organization,
    namespace: SecurityNamespace,
    entries: Sequence[AccessControlEntry],
    *,
    merge: bool,
) -> list[AccessControlEntry]:
    """POST accesscontrolentries/{namespace}: as they are now; merged, a bit is never both."""
    made = []
    for entry in entries:
        if merge:
            present = _get(session, organization, namespace, entry.token, entry.descriptor)
            allow = present.allow & ~entry.deny | entry.allow
            deny = present.deny & ~entry.allow | entry.deny
            entry = AccessControlEntry(entry.token, entry.descriptor, allow, deny)
        _put(session, organization, namespace, entry)
        made.append(entry)
    return made


def remove_access_control_entries(
    session: Session,
    organization: Organization,
    namespace: SecurityNamespace,
    token: str,
    descriptors: Collection[str],
) -> bool:
    """DELETE accesscontrolentries/{namespace}?token=&descriptors=: whether there were any."""
    removed = 0
    for descriptor in descriptors:
        removed += session.run(
            "DELETE FROM access_control_entries WHERE organization_id = ? AND namespace_id = ?"
            " AND token = ? AND descriptor = ?",
            organization.organization_id,
            namespace.namespace_id,
            token,
            descriptor,
        )
    return bool(removed)


def remove_permission(
    session: Session,
    organization: Organization,
    namespace: SecurityNamespace,
    token: str,
    descriptor: str,
    bits: int,
) -> AccessControlEntry:
    """DELETE permissions/{namespace}/{bits}?token=&descriptor=: neither allowed nor denied any more."""
    present = _get(session, organization, namespace, token, descriptor)
    changed = AccessControlEntry(token, descriptor, present.allow & ~bits, present.deny & ~bits)
    _put(session, organization, namespace, changed)
    return changed


def has_permission(
    session: Session,
    organization: Organization,
    caller: Subject,
    namespace: SecurityNamespace,
    bits: int,
    token: str,
) -> bool:
    """GET permissions/{namespace}/{bits}?tokens=: whether the caller has all of them.

    What decides is an entry of their own, then their groups and roles; everybody reads. Of a bit that the
    sandbox has no rule for, only administrators have it. Not seen live: how tokens are spelled everywhere.
    """
    own = _get(session, organization, namespace, token, identity_descriptor(organization, caller))
    if own.deny & bits:
        return False
    missing = bits & ~own.allow & ~namespace.read_permission
    of = project_of(session, organization, token)
    thing = token.rpartition(namespace.separator)[2]
    rights = [
        RIGHTS.get((namespace.namespace_id, action.bit), ADMINISTRATOR)
        for action in namespace.actions
        if action.bit & missing
    ]
    return all(permissions.holds(session, organization, caller, right, of, thing) for right in rights)


ADMINISTRATOR = Right(permissions.EDIT_ORGANIZATION.refusal)


def project_of(session: Session, organization: Organization, token: str) -> Project | None:
    """The project that a token is about, if it names one."""
    lowered = token.lower()
    projects = list_projects(session, organization)
    return next((project for project in projects if project.project_id in lowered), None)


def _get(
    session: Session, organization: Organization, namespace: SecurityNamespace, token: str, descriptor: str
) -> AccessControlEntry:
    row = session.row(
        "SELECT allow, deny FROM access_control_entries WHERE organization_id = ? AND namespace_id = ?"
        " AND token = ? AND descriptor = ?",
        organization.organization_id,
        namespace.namespace_id,
        token,
        descriptor,
    )
    return AccessControlEntry(token, descriptor, **(dict(row) if row else {"allow": 0, "deny": 0}))


def _put(
    session: Session, organization: Organization, namespace: SecurityNamespace, entry: AccessControlEntry
) -> None:
    session.run(
        "INSERT OR REPLACE INTO access_control_entries VALUES (?, ?, ?, ?, ?, ?)",
        organization.organization_id,
        namespace.namespace_id,
        entry.token,
        entry.descriptor,
        entry.allow,
        entry.deny,
    )
