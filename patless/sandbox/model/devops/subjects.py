"""Everybody and every group that an organisation knows, and their two names inside it.

The calls stand on https://vssps.dev.azure.com/{organization}.
"""

from dataclasses import dataclass

from patless.sandbox.model import ids
from patless.sandbox.model.devops import errors
from patless.sandbox.model.devops.projects import Organization
from patless.sandbox.model.entra import directory
from patless.sandbox.model.store import Session


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


def is_deleted_in_origin(session: Session, subject: Subject) -> bool:
    """The isDeletedInOrigin of a subject: Entra has lost whom the organisation still knows."""
    return subject.origin == "aad" and directory.get_directory_object(session, subject.origin_id) is None


def materialise_user(session: Session, organization: Organization, user: directory.User) -> Subject:
    """What POST _apis/graph/users does to somebody from Entra; harmless for those who are there."""
    return _materialise(
        session,
        Subject(
            storage_key=ids.storage_key(organization.organization_id, user.object_id),
            organization_id=organization.organization_id,
            descriptor=ids.user_descriptor(organization.organization_id, user.object_id),
            kind="user",
            origin="aad",
            origin_id=user.object_id,
            display_name=user.display_name,
            principal_name=user.user_principal_name,
        ),
    )


def materialise_service_principal(
    session: Session, organization: Organization, principal: directory.ServicePrincipal
) -> Subject:
    """What POST _apis/graph/serviceprincipals does; harmless for those who are there."""
    return _materialise(
        session,
        Subject(
            storage_key=ids.storage_key(organization.organization_id, principal.object_id),
            organization_id=organization.organization_id,
            descriptor=ids.service_principal_descriptor(organization.organization_id, principal.object_id),
            kind="servicePrincipal",
            origin="aad",
            origin_id=principal.object_id,
            display_name=principal.display_name,
            principal_name=principal.object_id,
        ),
    )


def _list(session: Session, organization: Organization, kind: str) -> list[Subject]:
    rows = session.rows(
        "SELECT * FROM subjects WHERE organization_id = ? AND kind = ? ORDER BY storage_key",
        organization.organization_id,
        kind,
    )
    return [Subject(**row) for row in rows]


def _materialise(session: Session, subject: Subject) -> Subject:
    present = session.row("SELECT * FROM subjects WHERE storage_key = ?", subject.storage_key)
    if present:
        return Subject(**present)
    session.add("subjects", **vars(subject))
    return subject
