"""What a tenant's directory holds: people, groups, applications and service principals.

The calls stand on Microsoft Graph v1.0.
"""

from dataclasses import dataclass

from azdo_emulator.model import replication
from azdo_emulator.model.conditions import EVERYTHING, Condition
from azdo_emulator.model.entra import errors
from azdo_emulator.model.replication import Lag
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Tenant:
    """A directory; deployer is the object id of whom the plug-ins sign in as."""

    tenant_id: str
    display_name: str
    default_domain: str
    deployer: str | None


@dataclass(frozen=True)
class DirectoryObject:
    """Anything with an object id."""

    object_id: str
    tenant_id: str
    kind: str
    display_name: str


@dataclass(frozen=True)
class User:
    """A person."""

    object_id: str
    tenant_id: str
    display_name: str
    user_principal_name: str


@dataclass(frozen=True)
class ServicePrincipal:
    """What an application or a managed identity is in a tenant; app_id is its client id."""

    object_id: str
    tenant_id: str
    display_name: str
    app_id: str
    service_principal_type: str


@dataclass(frozen=True)
class Application:
    """The registration of an application; its object id is not its service principal's."""

    object_id: str
    tenant_id: str
    display_name: str
    app_id: str


def get_tenant(session: Session, tenant_id: str) -> Tenant:
    """GET /organization."""
    [row] = session.rows("SELECT * FROM tenants WHERE tenant_id = ?", tenant_id.lower())
    return Tenant(**row)


def get_directory_object(session: Session, object_id: str) -> DirectoryObject | None:
    """GET /directoryObjects/{id}, or nothing."""
    row = session.row("SELECT * FROM directory_objects WHERE object_id = ?", object_id.lower())
    return DirectoryObject(**row) if row else None


def get_user(session: Session, id_or_name: str) -> User | None:
    """GET /users/{id or user principal name}, or nothing."""
    row = session.row(
        "SELECT object_id, tenant_id, display_name, user_principal_name FROM directory_objects"
        " JOIN users USING (object_id) WHERE object_id ="
        " (SELECT object_id FROM users WHERE object_id = ? OR user_principal_name = ?)",
        id_or_name.lower(),
        id_or_name,
    )
    return User(**row) if row else None


def list_users(session: Session, where: Condition = EVERYTHING, after: str = "", top: int = -1) -> list[User]:
    """GET /users, in the order of their ids; after: the id after which to begin."""
    rows = session.rows(
        # The condition's words are this package's own.
        "SELECT object_id, tenant_id, display_name, user_principal_name"  # noqa: S608
        " FROM users JOIN directory_objects USING (object_id)"
        f" WHERE object_id > ? AND {where.sql} ORDER BY object_id LIMIT ?",
        after,
        *where.values,
        top,
    )
    return [User(**row) for row in rows]


def get_service_principal(session: Session, object_id: str) -> ServicePrincipal | None:
    """GET /servicePrincipals/{id}, or nothing."""
    row = session.row(
        "SELECT object_id, tenant_id, display_name, app_id, service_principal_type FROM directory_objects"
        " JOIN service_principals USING (object_id) WHERE object_id = ?",
        object_id.lower(),
    )
    return ServicePrincipal(**row) if row else None


def get_deployer(session: Session, tenant_id: str) -> ServicePrincipal:
    """Whom the plug-ins sign in as: no call has such a question, a token answers it."""
    deployer = get_service_principal(session, get_tenant(session, tenant_id).deployer or "")
    assert deployer is not None
    return deployer


def is_client_id(session: Session, app_id: str) -> bool:
    """Whether an application or a managed identity has this client id: no call has such a question."""
    found = session.row(
        "SELECT 1 FROM (SELECT app_id FROM service_principals UNION SELECT app_id FROM applications)"
        " WHERE app_id = ?",
        app_id.lower(),
    )
    return found is not None


def create_user(session: Session, tenant_id: str, name: str, display_name: str, object_id: str) -> User:
    """POST /users."""
    add_directory_object(session, object_id, tenant_id, "user", display_name)
    session.add("users", object_id=object_id, user_principal_name=name)
    return User(object_id, tenant_id, display_name, name)


def create_application(
    session: Session,
    tenant_id: str,
    display_name: str,
    object_id: str | None = None,
    app_id: str | None = None,
) -> Application:
    """POST /applications; only a new sandbox gives ids."""
    made = Application(
        object_id=object_id or session.new_guid("application"),
        tenant_id=tenant_id,
        display_name=display_name,
        app_id=app_id or session.new_guid("client"),
    )
    add_directory_object(session, made.object_id, tenant_id, "application", display_name)
    session.add("applications", object_id=made.object_id, app_id=made.app_id)
    return made


def create_service_principal(session: Session, app_id: str) -> ServicePrincipal:
    """POST /servicePrincipals."""
    application = session.row(
        "SELECT tenant_id, display_name FROM directory_objects JOIN applications USING (object_id)"
        " WHERE app_id = ?",
        app_id.lower(),
    )
    if application is None:
        raise errors.application_not_found(app_id)
    if session.row("SELECT object_id FROM service_principals WHERE app_id = ?", app_id.lower()):
        raise errors.service_principal_exists(app_id)
    return add_service_principal(
        session, application["tenant_id"], application["display_name"], app_id, "Application"
    )


def add_service_principal(
    session: Session,
    tenant_id: str,
    display_name: str,
    app_id: str,
    service_principal_type: str,
    object_id: str | None = None,
) -> ServicePrincipal:
    """What Entra itself does when an application gets its service principal or a managed identity is made."""
    object_id = object_id or session.new_guid("service principal")
    add_directory_object(session, object_id, tenant_id, "servicePrincipal", display_name)
    session.add(
        "service_principals",
        object_id=object_id,
        app_id=app_id,
        service_principal_type=service_principal_type,
    )
    replication.appears(session, object_id, Lag.AZURE, Lag.AZURE_DEVOPS)
    return ServicePrincipal(object_id, tenant_id, display_name, app_id, service_principal_type)


def delete_directory_object(session: Session, object_id: str) -> None:
    """DELETE /directoryObjects/{id}, also under the name of its kind."""
    if not session.run("DELETE FROM directory_objects WHERE object_id = ?", object_id.lower()):
        raise errors.object_not_found(object_id)


def add_directory_object(
    session: Session, object_id: str, tenant_id: str, kind: str, display_name: str
) -> None:
    """What every object of a directory has, before what those of its kind have."""
    session.add(
        "directory_objects", object_id=object_id, tenant_id=tenant_id, kind=kind, display_name=display_name
    )
    replication.appears(session, object_id, Lag.GRAPH, Lag.LISTS)
