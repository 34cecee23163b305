"""Members of the organisation: who has which access level.

The calls stand on https://vsaex.dev.azure.com/{organization}; they go by storage key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model import replication
from azdo_emulator.model.conditions import EVERYTHING, Condition, equal, one_of
from azdo_emulator.model.devops import errors, licences
from azdo_emulator.model.devops.graph import COLUMNS, DETAILS, GraphSubject, from_columns
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import Subject, materialise_service_principal, materialise_user
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session

ORDERS = ("name", "dateCreated", "lastAccessed")
"""What a list of members can be in order of; nobody signs in here, so that the last is that of joining."""


@dataclass(frozen=True)
class Entitlement:
    """A member and their access level."""

    subject: GraphSubject
    account_license_type: str
    licensing_source: str
    status: str
    created_at: str

    @property
    def is_deleted_in_origin(self) -> bool:
        """Whether Entra has lost the member."""
        return self.subject.is_deleted_in_origin


@dataclass(frozen=True)
class Place:
    """Where a list of members goes on: behind this value of what it is in order of, and this storage key."""

    value: str
    storage_key: str


def add_service_principal_entitlement(
    session: Session,
    organization: Organization,
    origin_id: str,
    account_license_type: str,
    licensing_source: str = "account",
) -> Entitlement:
    """POST _apis/serviceprincipalentitlements; origin_id is the object id of the service principal.

    One who is a member already gets the new access level; what the service does then was not seen live.
    """
    licence = licences.account_license_type(account_license_type)
    source = licences.licensing_source(licensing_source)
    principal = directory.get_service_principal(session, origin_id)
    if principal is None or principal.tenant_id != organization.tenant_id:
        known = directory.get_directory_object(session, origin_id) or directory.is_client_id(
            session, origin_id
        )
        raise errors.not_a_service_principal(origin_id) if known else errors.identity_not_added(origin_id)
    if not replication.sees(session, replication.Lag.AZURE_DEVOPS, origin_id):
        raise errors.identity_not_added(origin_id)
    subject = materialise_service_principal(session, organization, principal)
    return _assign(session, subject, licence, source)


def get_service_principal_entitlement(
    session: Session, organization: Organization, storage_key: str
) -> Entitlement:
    """GET _apis/serviceprincipalentitlements/{storage key}."""
    return _get(session, organization, "servicePrincipal", storage_key)


def update_service_principal_entitlement(
    session: Session,
    organization: Organization,
    storage_key: str,
    account_license_type: str,
    licensing_source: str,
) -> Entitlement:
    """PATCH _apis/serviceprincipalentitlements/{storage key}, path /accessLevel."""
    present = _get(session, organization, "servicePrincipal", storage_key)
    return _change(session, present, account_license_type, licensing_source)


def delete_service_principal_entitlement(
    session: Session, organization: Organization, storage_key: str
) -> None:
    """DELETE _apis/serviceprincipalentitlements/{storage key}; the memberships go with it."""
    _delete(session, _get(session, organization, "servicePrincipal", storage_key))


def add_user_entitlement(
    session: Session,
    organization: Organization,
    principal_name: str,
    account_license_type: str,
    licensing_source: str = "account",
) -> Entitlement:
    """POST _apis/userentitlements, by user principal name or object id."""
    licence = licences.account_license_type(account_license_type)
    source = licences.licensing_source(licensing_source)
    if not principal_name:
        raise errors.user_not_named()
    user = directory.get_user(session, principal_name)
    if user is None or user.tenant_id != organization.tenant_id:
        raise errors.identity_not_added(principal_name)
    return _assign(session, materialise_user(session, organization, user), licence, source)


def get_user_entitlement(session: Session, organization: Organization, storage_key: str) -> Entitlement:
    """GET _apis/userentitlements/{storage key}."""
    return _get(session, organization, "user", storage_key)


def update_user_entitlement(
    session: Session,
    organization: Organization,
    storage_key: str,
    account_license_type: str,
    licensing_source: str,
) -> Entitlement:
    """PATCH _apis/userentitlements/{storage key}, path /accessLevel."""
    present = _get(session, organization, "user", storage_key)
    return _change(session, present, account_license_type, licensing_source)


def delete_user_entitlement(session: Session, organization: Organization, storage_key: str) -> None:
    """DELETE _apis/userentitlements/{storage key}; the memberships go with it."""
    _delete(session, _get(session, organization, "user", storage_key))


def search_member_entitlements(session: Session, organization: Organization) -> list[Entitlement]:
    """GET _apis/memberentitlements: people and service principals, all of them."""
    rows = session.rows(f"{_SELECT} ORDER BY principal_name", organization.organization_id)
    return [_from_row(row) for row in rows]


def page_of_entitlements(
    session: Session,
    organization: Organization,
    wanted: Condition = EVERYTHING,
    *,
    order: str = "name",
    descending: bool = False,
    after: Place | None = None,
    limit: int,
) -> list[Entitlement]:
    """GET _apis/memberentitlements or userentitlements: those who are wanted, a page of them."""
    select, column, key = (
        (_SELECT, "subjects.display_name COLLATE NOCASE", "subjects.storage_key")
        if order == "name"
        else (_BY_DATE, "created_at", "entitlements.storage_key")
    )
    way, beyond = ("DESC", "<") if descending else ("ASC", ">")
    if after:
        # The first half says nothing new, but is what an index is used for.
        behind = f"{column} {beyond}= ? AND ({column}, {key}) {beyond} (?, ?)"
        wanted &= Condition(behind, (after.value, after.value, after.storage_key))
    rows = session.rows(
        f"{select} AND {wanted.sql} ORDER BY {column} {way}, {key} {way} LIMIT ?",
        organization.organization_id,
        *wanted.values,
        limit,
    )
    return [_from_row(row) for row in rows]


def has_access_level(session: Session, subject: Subject) -> bool:
    """Whether somebody has a seat, or gets one as they sign in, from a rule of a group that they are in."""
    found = session.row(
        "SELECT 1 FROM entitlements WHERE storage_key = ?1 AND account_license_type <> 'none' UNION ALL"
        " SELECT 1 FROM directory_group_members JOIN subjects ON origin_id = group_id"
        " JOIN group_entitlements USING (storage_key) WHERE member_id = ?2 AND ?3 = 'user' LIMIT 1",
        subject.storage_key,
        subject.origin_id,
        subject.kind,
    )
    return found is not None


def count_entitlements(
    session: Session, organization: Organization, kinds: Sequence[str], wanted: Condition = EVERYTHING
) -> int:
    """The totalCount of such a list, of members of these kinds."""
    of = equal("entitlements.organization_id", organization.organization_id)
    of &= one_of("member_kind", kinds)
    tables = "entitlements"
    if wanted != EVERYTHING:
        of, tables = of & wanted, "entitlements CROSS JOIN subjects USING (storage_key)"
    # The condition's words are those of this package.
    [row] = session.rows(f"SELECT count(*) AS total FROM {tables} WHERE {of.sql}", *of.values)  # noqa: S608
    return int(row["total"])


def _select(first: str, second: str) -> str:
    # CROSS JOIN keeps their order, in which an index leads from page to page; SQLite would sort all members.
    return (
        f"SELECT {COLUMNS}, account_license_type, licensing_source, status, created_at"  # noqa: S608 (our words)
        f" FROM {first} CROSS JOIN {second} USING (storage_key) {DETAILS} WHERE subjects.organization_id = ?"
    )


_SELECT = _select("subjects", "entitlements")
_BY_DATE = _select("entitlements", "subjects")


def _get(session: Session, organization: Organization, kind: str, storage_key: str) -> Entitlement:
    row = session.row(
        f"{_SELECT} AND subjects.kind = ? AND subjects.storage_key = lower(?)",
        organization.organization_id,
        kind,
        storage_key,
    )
    if row is None:
        raise errors.entitlement_not_found(storage_key)
    return _from_row(row)


def _change(session: Session, present: Entitlement, licence: str, source: str) -> Entitlement:
    licence, source = licences.account_license_type(licence), licences.licensing_source(source)
    return _assign(session, present.subject, licence, source)


def _assign(session: Session, subject: Subject, licence: str, source: str) -> Entitlement:
    session.run(
        "INSERT INTO entitlements VALUES (?, ?, ?, ?, ?, 'active', ?) ON CONFLICT DO UPDATE SET"
        " account_license_type = excluded.account_license_type,"
        " licensing_source = excluded.licensing_source",
        subject.storage_key,
        subject.organization_id,
        subject.kind,
        licence,
        source,
        session.now(),
    )
    [row] = session.rows(
        f"{_SELECT} AND subjects.storage_key = ?", subject.organization_id, subject.storage_key
    )
    return _from_row(row)


def _delete(session: Session, entitlement: Entitlement) -> None:
    session.run("DELETE FROM subjects WHERE storage_key = ?", entitlement.subject.storage_key)


def _from_row(row: Row) -> Entitlement:
    columns = dict(row)
    access = {
        name: columns.pop(name)
        for name in ("account_license_type", "licensing_source", "status", "created_at")
    }
    return Entitlement(from_columns(columns), **access)
