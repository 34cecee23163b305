"""Everybody and every group that an organisation knows, and their two names inside it.

The calls stand on https://vssps.dev.azure.com/{organization}.
"""

from dataclasses import dataclass

from azdo_emulator.model import ids
from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Subject:
    """A user, a service principal or a group. Entitlements go by storage_key, memberships by descriptor."""

    storage_key: str
    organization_id: str
    descriptor: str
    kind: str
    origin: str
    origin_id: str
    display_name: str
    principal_name: str


def get_subject(session: Session, organization: Organization, descriptor: str) -> Subject:
    """POST _apis/graph/subjectlookup, for one descriptor."""
    if not ids.DESCRIPTOR.fullmatch(descriptor):
        raise errors.page_not_found()
    row = session.row(
        "SELECT * FROM subjects WHERE organization_id = ? AND descriptor = ?",
        organization.organization_id,
        descriptor,
    )
    if row is None:
        raise errors.subject_not_found(descriptor)
    return Subject(**row)


def get_subject_by_origin(session: Session, organization: Organization, origin_id: str) -> Subject | None:
    """Somebody from Entra by their object id, if the organisation knows them; clients search lists for it."""
    row = session.row(
        "SELECT * FROM subjects WHERE organization_id = ? AND origin = 'aad' AND origin_id = lower(?)",
        organization.organization_id,
        origin_id,
    )
    return Subject(**row) if row else None


def get_subject_by_storage_key(
    session: Session, organization: Organization, storage_key: str
) -> Subject | None:
    """GET _apis/graph/descriptors/{storage key}, or nothing."""
    row = session.row(
        "SELECT * FROM subjects WHERE organization_id = ? AND storage_key = lower(?)",
        organization.organization_id,
        storage_key,
    )
    return Subject(**row) if row else None


def list_users(session: Session, organization: Organization) -> list[Subject]:
    """GET _apis/graph/users."""
    return _list(session, organization, "user")


def list_service_principals(session: Session, organization: Organization) -> list[Subject]:
    """GET _apis/graph/serviceprincipals."""
    return _list(session, organization, "servicePrincipal")


def get_service_principal(session: Session, organization: Organization, descriptor: str) -> Subject:
    """GET _apis/graph/serviceprincipals/{descriptor}."""
    found = get_subject(session, organization, descriptor)
    if found.kind != "servicePrincipal":
        raise errors.subject_not_found(descriptor)
    return found


def materialise_user(session: Session, organization: Organization, user: directory.User) -> Subject:
    """What POST _apis/graph/users does to somebody from Entra; harmless for those who are there."""
    return materialise(
        session,
        from_entra(organization, "user", user.object_id, user.display_name, user.user_principal_name),
    )


def materialise_service_principal(
    session: Session, organization: Organization, principal: directory.ServicePrincipal
) -> Subject:
    """What POST _apis/graph/serviceprincipals does; harmless for those who are there."""
    return materialise(
        session, from_entra(organization, "servicePrincipal", principal.object_id, principal.display_name)
    )


def delete_subject(session: Session, organization: Organization, descriptor: str, kind: str) -> None:
    """DELETE _apis/graph/users|serviceprincipals/{descriptor}; entitlement and memberships go with them."""
    subject = get_subject(session, organization, descriptor)
    if subject.kind != kind:
        raise errors.subject_not_found(descriptor)
    session.run("DELETE FROM subjects WHERE storage_key = ?", subject.storage_key)


def from_entra(
    organization: Organization,
    kind: str,
    object_id: str,
    display_name: str,
    principal_name: str | None = None,
) -> Subject:
    """What the organisation makes of somebody or of a group in its directory."""
    name = f"[TEAM FOUNDATION]\\{display_name}" if kind == "group" else principal_name or object_id
    return Subject(
        storage_key=ids.storage_key(organization.organization_id, object_id),
        organization_id=organization.organization_id,
        descriptor=_DESCRIPTORS[kind](organization.organization_id, object_id),
        kind=kind,
        origin="aad",
        origin_id=object_id,
        display_name=display_name,
        principal_name=name,
    )


def materialise(session: Session, subject: Subject) -> Subject:
    """Let the organisation know somebody, unless it does."""
    present = session.row("SELECT * FROM subjects WHERE storage_key = ?", subject.storage_key)
    if present:
        return Subject(**present)
    session.add("subjects", **vars(subject))
    return subject


_DESCRIPTORS = {
    "user": ids.user_descriptor,
    "servicePrincipal": ids.service_principal_descriptor,
    "group": ids.entra_group_descriptor,
}


def _list(session: Session, organization: Organization, kind: str) -> list[Subject]:
    rows = session.rows(
        "SELECT * FROM subjects WHERE organization_id = ? AND kind = ? ORDER BY storage_key",
        organization.organization_id,
        kind,
    )
    return [Subject(**row) for row in rows]
