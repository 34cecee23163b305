"""Resource groups of a subscription.

The calls stand on Azure Resource Manager: /subscriptions/{id}/resourcegroups.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.azure import errors
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session

NAME = re.compile(r"[\w.()-]{0,89}[\w()-]")


@dataclass(frozen=True)
class Subscription:
    """What Azure bills, the tenant that it trusts, and the management group that it stands in."""

    subscription_id: str
    tenant_id: str
    display_name: str
    management_group: str


@dataclass(frozen=True)
class ResourceGroup:
    """A place for resources that live and die together."""

    id: str
    subscription_id: str
    name: str
    location: str
    managed_by: str | None
    tags: Mapping[str, str]


def subscriptions_get(session: Session, subscription_id: str) -> Subscription:
    """GET /subscriptions/{id}."""
    row = session.row("SELECT * FROM subscriptions WHERE subscription_id = ?", subscription_id.lower())
    if row is None:
        raise errors.subscription_not_found(subscription_id)
    return Subscription(**row)


def subscriptions_list(session: Session) -> list[Subscription]:
    """GET /subscriptions."""
    rows = session.rows("SELECT * FROM subscriptions ORDER BY subscription_id")
    return [Subscription(**row) for row in rows]


def resource_groups_get(session: Session, subscription_id: str, name: str) -> ResourceGroup:
    """GET /subscriptions/{id}/resourcegroups/{name}."""
    subscriptions_get(session, subscription_id)
    row = session.row("SELECT * FROM resource_groups WHERE id = ?", resource_group_id(subscription_id, name))
    if row is None:
        raise errors.resource_group_not_found(name)
    return _from_row(row)


def resource_groups_list(
    session: Session, subscription_id: str, after: str = "", limit: int = -1
) -> list[ResourceGroup]:
    """GET /subscriptions/{id}/resourcegroups, in the order of the ids, from the one after `after` on."""
    subscriptions_get(session, subscription_id)
    first, end = below(f"/subscriptions/{subscription_id.lower()}")
    rows = session.rows(
        "SELECT * FROM resource_groups WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
        after or first,
        end,
        limit,
    )
    return [_from_row(row) for row in rows]


def resource_groups_update(
    session: Session, subscription_id: str, name: str, *, tags: Mapping[str, str] | None = None
) -> ResourceGroup:
    """PATCH /subscriptions/{id}/resourcegroups/{name}; what is not given stays."""
    present = resource_groups_get(session, subscription_id, name)
    if tags is not None:
        session.run("UPDATE resource_groups SET tags = ? WHERE id = ?", as_text(tags), present.id)
    return resource_groups_get(session, subscription_id, name)


def resource_groups_create_or_update(
    session: Session,
    subscription_id: str,
    name: str,
    *,
    location: str | None,
    managed_by: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> ResourceGroup:
    """PUT /subscriptions/{id}/resourcegroups/{name}."""
    subscriptions_get(session, subscription_id)
    if not NAME.fullmatch(name):
        raise errors.name_not_valid(name, "a resource group")
    if not location:
        raise errors.location_required()
    location = normal_location(location)
    id = resource_group_id(subscription_id, name)
    present = session.row("SELECT * FROM resource_groups WHERE id = ?", id)
    if present is None:
        session.add(
            "resource_groups",
            id=id,
            subscription_id=subscription_id.lower(),
            name=name,
            location=location,
            managed_by=managed_by,
            tags=as_text(tags),
        )
    elif present["location"] != location:
        raise errors.group_is_elsewhere(location, present["location"])
    else:
        session.run(
            "UPDATE resource_groups SET managed_by = ?, tags = ? WHERE id = ?", managed_by, as_text(tags), id
        )
    return resource_groups_get(session, subscription_id, name)


def resource_groups_delete(session: Session, subscription_id: str, name: str) -> None:
    """DELETE /subscriptions/{id}/resourcegroups/{name}, with all that is in it."""
    group = resource_groups_get(session, subscription_id, name)
    inside = session.rows(
        "SELECT principal_id FROM user_assigned_identities WHERE resource_group_id = ?"
        " UNION SELECT principal_id FROM resources WHERE resource_group_id = ? AND principal_id NOT NULL",
        group.id,
        group.id,
    )
    session.run("DELETE FROM user_assigned_identities WHERE resource_group_id = ?", group.id)
    session.run("DELETE FROM resource_groups WHERE id = ?", group.id)
    session.run(
        "DELETE FROM role_assignments WHERE scope = ? OR lower(substr(scope, 1, ?)) = lower(?)",
        group.id,
        len(group.id) + 1,
        f"{group.id}/",
    )
    for identity in inside:
        directory.delete_directory_object(session, identity["principal_id"])


def resource_group_id(subscription_id: str, name: str) -> str:
    """The id of a resource group; Azure ignores the case of an id."""
    return f"/subscriptions/{subscription_id.lower()}/resourceGroups/{name}"


def below(id: str) -> tuple[str, str]:
    """Between which two texts the ids stand of all that is below an id."""
    return f"{id}/", f"{id}0"


def normal_location(location: str) -> str:
    """A region as Azure gives it back: "West Europe" is westeurope."""
    return location.replace(" ", "").lower()


def as_text(tags: Mapping[str, str] | None) -> str:
    """Tags as the file keeps them."""
    return json.dumps(dict(tags or {}), sort_keys=True)


def _from_row(row: Row) -> ResourceGroup:
    return ResourceGroup(**dict(row) | {"tags": json.loads(row["tags"])})
