"""User-assigned managed identities.

The calls stand on Azure Resource Manager: .../providers/Microsoft.ManagedIdentity/userAssignedIdentities.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.azure import errors
from azdo_emulator.model.azure.resource_groups import (
    as_text,
    below,
    normal_location,
    resource_groups_get,
    subscriptions_get,
)
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session

TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}")


@dataclass(frozen=True)
class UserAssignedIdentity:
    """An identity with no secret; principal_id is its service principal's object id, client_id its app id."""

    id: str
    name: str
    location: str
    tags: Mapping[str, str]
    tenant_id: str
    principal_id: str
    client_id: str


def user_assigned_identities_get(
    session: Session, subscription_id: str, resource_group: str, name: str
) -> UserAssignedIdentity:
    """GET .../userAssignedIdentities/{name}."""
    group = resource_groups_get(session, subscription_id, resource_group)
    row = session.row("SELECT * FROM user_assigned_identities WHERE id = ?", _id(group.id, name))
    if row is None:
        raise errors.resource_not_found(f"{TYPE}/{name}", resource_group)
    return _from_row(row, subscriptions_get(session, subscription_id).tenant_id)


def user_assigned_identities_list(
    session: Session, subscription_id: str, resource_group: str = "", after: str = "", limit: int = -1
) -> list[UserAssignedIdentity]:
    """GET .../userAssignedIdentities, of a subscription or of one of its groups, in the order of the ids."""
    tenant_id = subscriptions_get(session, subscription_id).tenant_id
    scope = f"/subscriptions/{subscription_id.lower()}"
    if resource_group:
        scope = resource_groups_get(session, subscription_id, resource_group).id
    first, end = below(scope)
    rows = session.rows(
        "SELECT * FROM user_assigned_identities WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
        after or first,
        end,
        limit,
    )
    return [_from_row(row, tenant_id) for row in rows]


def user_assigned_identities_update(
    session: Session,
    subscription_id: str,
    resource_group: str,
    name: str,
    *,
    tags: Mapping[str, str] | None = None,
) -> UserAssignedIdentity:
    """PATCH .../userAssignedIdentities/{name}; what is not given stays."""
    present = user_assigned_identities_get(session, subscription_id, resource_group, name)
    if tags is not None:
        session.run("UPDATE user_assigned_identities SET tags = ? WHERE id = ?", as_text(tags), present.id)
    return user_assigned_identities_get(session, subscription_id, resource_group, name)


def find_user_assigned_identity(
    session: Session, *, client_id: str = "", principal_id: str = "", id: str = ""
) -> UserAssignedIdentity | None:
    """Which identity a program on a machine of the subscription means, or nothing."""
    row = session.row(
        "SELECT id FROM user_assigned_identities WHERE client_id = ? OR principal_id = ? OR id = ?",
        client_id.lower(),
        principal_id.lower(),
        id,
    )
    if row is None:
        return None
    _, _, subscription_id, _, resource_group, *_, name = row["id"].split("/")
    return user_assigned_identities_get(session, subscription_id, resource_group, name)


def user_assigned_identities_create_or_update(
    session: Session,
    subscription_id: str,
    resource_group: str,
    name: str,
    *,
    location: str | None,
    tags: Mapping[str, str] | None = None,
) -> UserAssignedIdentity:
    """PUT .../userAssignedIdentities/{name}; Entra makes the service principal."""
    group = resource_groups_get(session, subscription_id, resource_group)
    if not NAME.fullmatch(name):
        raise errors.name_not_valid(name, "a managed identity")
    if not location:
        raise errors.location_required()
    location = normal_location(location)
    id = _id(group.id, name)
    present = session.row("SELECT * FROM user_assigned_identities WHERE id = ?", id)
    if present is None:
        tenant_id = subscriptions_get(session, subscription_id).tenant_id
        principal = directory.add_service_principal(
            session, tenant_id, name, session.new_guid("client"), "ManagedIdentity"
        )
        session.add(
            "user_assigned_identities",
            id=id,
            resource_group_id=group.id,
            name=name,
            location=location,
            tags=as_text(tags),
            principal_id=principal.object_id,
            client_id=principal.app_id,
        )
    elif present["location"] != location:
        raise errors.resource_is_elsewhere(name, resource_group, location, present["location"])
    else:
        session.run("UPDATE user_assigned_identities SET tags = ? WHERE id = ?", as_text(tags), id)
    return user_assigned_identities_get(session, subscription_id, resource_group, name)


def user_assigned_identities_delete(
    session: Session, subscription_id: str, resource_group: str, name: str
) -> bool:
    """DELETE .../userAssignedIdentities/{name}, with its service principal; whether there was one."""
    group = resource_groups_get(session, subscription_id, resource_group)
    row = session.row("SELECT * FROM user_assigned_identities WHERE id = ?", _id(group.id, name))
    if row is not None:
        session.run("DELETE FROM user_assigned_identities WHERE id = ?", row["id"])
        session.run("DELETE FROM role_assignments WHERE scope = ?", row["id"])
        directory.delete_directory_object(session, row["principal_id"])
    return row is not None


def _from_row(row: Row, tenant_id: str) -> UserAssignedIdentity:
    return UserAssignedIdentity(
        id=row["id"],
        name=row["name"],
        location=row["location"],
        tags=json.loads(row["tags"]),
        tenant_id=tenant_id,
        principal_id=row["principal_id"],
        client_id=row["client_id"],
    )


def _id(resource_group_id: str, name: str) -> str:
    return f"{resource_group_id}/providers/{TYPE}/{name}"
