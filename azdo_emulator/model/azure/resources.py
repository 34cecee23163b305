"""Everything in a subscription's resource groups, of whatever type.

The calls stand on Azure Resource Manager: /subscriptions/{id}/resources, and every resource by its own id.
"""

from dataclasses import dataclass

from azdo_emulator.model.azure import errors, identities
from azdo_emulator.model.azure.resource_groups import below, resource_groups_get, subscriptions_get
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Resource:
    """A resource; principal_id is that of the identity of its own, if it has one."""

    id: str
    type: str
    name: str
    location: str
    principal_id: str | None
    tenant_id: str


def resources_get_by_id(session: Session, id: str) -> Resource:
    """GET {id}."""
    subscription, group, what = _parts(id)
    tenant_id = subscriptions_get(session, subscription).tenant_id
    resource_groups_get(session, subscription, group)
    for table in _TABLES:
        if row := session.row(f"{table} WHERE id = ?", id):
            return Resource(**row, tenant_id=tenant_id)
    raise errors.resource_not_found(what, group)


def resources_list(
    session: Session,
    subscription_id: str,
    resource_group: str = "",
    type: str = "",
    after: str = "",
    limit: int = -1,
) -> list[Resource]:
    """GET .../resources, of a subscription or of one of its groups, in the order of the ids."""
    tenant_id = subscriptions_get(session, subscription_id).tenant_id
    scope = f"/subscriptions/{subscription_id.lower()}"
    if resource_group:
        scope = resource_groups_get(session, subscription_id, resource_group).id
    first, end = below(scope)
    found = [
        Resource(**row, tenant_id=tenant_id)
        for table in _TABLES
        for row in session.rows(
            f"{table} WHERE id > ? AND id < ? AND (? = '' OR lower(type) = lower(?)) ORDER BY id LIMIT ?",
            after or first,
            end,
            type,
            type,
            limit,
        )
    ]
    found.sort(key=lambda resource: resource.id.lower())
    return found if limit < 0 else found[:limit]


_TABLES = (
    "SELECT id, type, name, location, principal_id FROM resources",
    f"SELECT id, '{identities.TYPE}' AS type, name, location, NULL AS principal_id"  # noqa: S608
    " FROM user_assigned_identities",
)


def _parts(id: str) -> tuple[str, str, str]:
    _, _, subscription, _, group, _, what = id.split("/", 6)
    return subscription, group, what
