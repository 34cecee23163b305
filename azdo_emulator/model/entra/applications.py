"""Applications and their service principals.

The calls stand on Microsoft Graph v1.0.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.conditions import EVERYTHING, Condition
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class ApplicationDetails:
    """An application with what people see of it."""

    object_id: str
    tenant_id: str
    display_name: str
    app_id: str
    sign_in_audience: str
    description: str
    notes: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ServicePrincipalDetails:
    """A service principal with what people see of it."""

    object_id: str
    tenant_id: str
    display_name: str
    app_id: str
    service_principal_type: str
    account_enabled: bool
    app_role_assignment_required: bool
    description: str
    notes: str
    tags: tuple[str, ...]


def get_application(session: Session, object_id: str) -> ApplicationDetails:
    """GET /applications/{object id}."""
    row = session.row(f"{_APPLICATIONS} WHERE object_id = ?", object_id.lower())
    if row is None:
        raise errors.object_not_found(object_id)
    return _application(row)


def list_applications(
    session: Session, where: Condition = EVERYTHING, after: str = "", top: int = -1
) -> list[ApplicationDetails]:
    """GET /applications, in the order of their ids; after: the id after which to begin."""
    rows = session.rows(
        f"{_APPLICATIONS} WHERE object_id > ? AND {where.sql} ORDER BY object_id LIMIT ?",
        after,
        *where.values,
        top,
    )
    return [_application(row) for row in rows]


def update_application(
    session: Session,
    object_id: str,
    *,
    display_name: str,
    sign_in_audience: str = "AzureADMyOrg",
    description: str = "",
    notes: str = "",
    tags: Sequence[str] = (),
) -> ApplicationDetails:
    """PATCH /applications/{object id}; the service principal has the same name."""
    present = get_application(session, object_id)
    session.run(
        "UPDATE directory_objects SET display_name = ? WHERE object_id = ? OR object_id IN"
        " (SELECT object_id FROM service_principals WHERE app_id = ?)",
        display_name,
        present.object_id,
        present.app_id,
    )
    session.run(
        "UPDATE applications SET sign_in_audience = ?, description = ?, notes = ?, tags = ?"
        " WHERE object_id = ?",
        sign_in_audience,
        description,
        notes,
        json.dumps(sorted(tags)),
        present.object_id,
    )
    return get_application(session, present.object_id)


def delete_application(session: Session, object_id: str) -> None:
    """DELETE /applications/{object id}; the service principal in the same tenant goes with it."""
    present = get_application(session, object_id)
    session.run(
        "DELETE FROM directory_objects WHERE object_id = ? OR object_id IN"
        " (SELECT object_id FROM service_principals WHERE app_id = ?)",
        present.object_id,
        present.app_id,
    )


def get_service_principal(session: Session, object_id: str) -> ServicePrincipalDetails:
    """GET /servicePrincipals/{object id}."""
    row = session.row(f"{_SERVICE_PRINCIPALS} WHERE object_id = ?", object_id.lower())
    if row is None:
        raise errors.object_not_found(object_id)
    return _service_principal(row)


def list_service_principals(
    session: Session, where: Condition = EVERYTHING, after: str = "", top: int = -1
) -> list[ServicePrincipalDetails]:
    """GET /servicePrincipals, in the order of their ids; after: the id after which to begin."""
    rows = session.rows(
        f"{_SERVICE_PRINCIPALS} WHERE object_id > ? AND {where.sql} ORDER BY object_id LIMIT ?",
        after,
        *where.values,
        top,
    )
    return [_service_principal(row) for row in rows]


def update_service_principal(
    session: Session,
    object_id: str,
    *,
    account_enabled: bool = True,
    app_role_assignment_required: bool = False,
    description: str = "",
    notes: str = "",
    tags: Sequence[str] = (),
) -> ServicePrincipalDetails:
    """PATCH /servicePrincipals/{object id}."""
    present = get_service_principal(session, object_id)
    session.run(
        "UPDATE service_principals SET account_enabled = ?, app_role_assignment_required = ?,"
        " description = ?, notes = ?, tags = ? WHERE object_id = ?",
        account_enabled,
        app_role_assignment_required,
        description,
        notes,
        json.dumps(sorted(tags)),
        present.object_id,
    )
    return get_service_principal(session, present.object_id)


def delete_service_principal(session: Session, object_id: str) -> None:
    """DELETE /servicePrincipals/{object id}; one of a managed identity goes with the identity alone."""
    present = get_service_principal(session, object_id)
    if present.service_principal_type == "ManagedIdentity":
        raise errors.managed_identity_keeps_its_principal()
    directory.delete_directory_object(session, present.object_id)


_APPLICATIONS = (
    "SELECT object_id, tenant_id, display_name, app_id, sign_in_audience, description, notes, tags"
    " FROM applications JOIN directory_objects USING (object_id)"
)
_SERVICE_PRINCIPALS = (
    "SELECT object_id, tenant_id, display_name, app_id, service_principal_type, account_enabled,"
    " app_role_assignment_required, description, notes, tags"
    " FROM service_principals JOIN directory_objects USING (object_id)"
)


def _application(row: Row) -> ApplicationDetails:
    return ApplicationDetails(**dict(row) | {"tags": tuple(json.loads(row["tags"]))})


def _service_principal(row: Row) -> ServicePrincipalDetails:
    flags = {name: bool(row[name]) for name in ("account_enabled", "app_role_assignment_required")}
    return ServicePrincipalDetails(**dict(row) | flags | {"tags": tuple(json.loads(row["tags"]))})
