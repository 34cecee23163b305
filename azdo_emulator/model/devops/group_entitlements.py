"""Group rules: the access level that the members of a group get.

The calls stand on https://vsaex.dev.azure.com/{organization}/_apis/groupentitlements and go by storage key.
Members get their seat when they sign in; nobody signs in to the sandbox, so that a rule counts no seats here.
A rule never gives a seat to a service principal.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors, groups, licences
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import get_subject_by_storage_key
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class GroupEntitlement:
    """A group and the access level of its members."""

    group: groups.Group
    account_license_type: str
    licensing_source: str


def add_group_entitlement(
    session: Session,
    organization: Organization,
    *,
    origin_id: str = "",
    display_name: str = "",
    account_license_type: str,
    licensing_source: str = "account",
) -> GroupEntitlement:
    """POST _apis/groupentitlements, for an Entra group by object id or for a new group by name.

    A group that has a rule already gets the new access level; what the service does then was not seen live.
    """
    licence = licences.account_license_type(account_license_type)
    source = licences.licensing_source(licensing_source)
    if origin_id:
        group = groups.create_group_origin_id(session, organization, origin_id)
    else:
        group = groups.create_group(session, organization, None, display_name)
    session.run(
        "INSERT OR REPLACE INTO group_entitlements VALUES (?, ?, ?)", group.storage_key, licence, source
    )
    return get_group_entitlement(session, organization, group.storage_key)


def get_group_entitlement(session: Session, organization: Organization, storage_key: str) -> GroupEntitlement:
    """GET _apis/groupentitlements/{storage key}."""
    subject = get_subject_by_storage_key(session, organization, storage_key)
    row = session.row("SELECT * FROM group_entitlements WHERE storage_key = ?", storage_key.lower())
    if subject is None or row is None:
        raise errors.group_entitlement_not_found(storage_key)
    group = groups.get_group(session, organization, subject.descriptor)
    return GroupEntitlement(group, row["account_license_type"], row["licensing_source"])


def list_group_entitlements(session: Session, organization: Organization) -> list[GroupEntitlement]:
    """GET _apis/groupentitlements."""
    rows = session.rows(
        "SELECT storage_key FROM group_entitlements JOIN subjects USING (storage_key)"
        " WHERE organization_id = ? ORDER BY principal_name",
        organization.organization_id,
    )
    return [get_group_entitlement(session, organization, row["storage_key"]) for row in rows]


def update_group_entitlement(
    session: Session,
    organization: Organization,
    storage_key: str,
    account_license_type: str,
    licensing_source: str,
) -> GroupEntitlement:
    """PATCH _apis/groupentitlements/{storage key}, path /accessLevel."""
    present = get_group_entitlement(session, organization, storage_key)
    session.run(
        "UPDATE group_entitlements SET account_license_type = ?, licensing_source = ? WHERE storage_key = ?",
        licences.account_license_type(account_license_type),
        licences.licensing_source(licensing_source),
        present.group.storage_key,
    )
    return get_group_entitlement(session, organization, storage_key)


def delete_group_entitlement(session: Session, organization: Organization, storage_key: str) -> None:
    """DELETE _apis/groupentitlements/{storage key}.

    An Entra group that is in no other group is then no longer listed; that was not seen live.
    """
    present = get_group_entitlement(session, organization, storage_key)
    session.run("DELETE FROM group_entitlements WHERE storage_key = ?", present.group.storage_key)
    if present.group.origin == "aad":
        session.run(
            "DELETE FROM subjects WHERE storage_key = ?"
            " AND storage_key NOT IN (SELECT member FROM memberships UNION SELECT container FROM memberships"
            " UNION SELECT storage_key FROM security_role_assignments)",
            present.group.storage_key,
        )
