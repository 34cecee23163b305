"""Management groups: what stands above subscriptions, up to the tenant's root.

The calls stand on Azure Resource Manager: /providers/Microsoft.Management/managementGroups.
"""

import re
from dataclasses import dataclass

from azdo_emulator.model.azure import errors
from azdo_emulator.model.store import Session

TYPE = "Microsoft.Management/managementGroups"
ID = re.compile(rf"/providers/{re.escape(TYPE)}/(?P<name>[^/]+)", re.IGNORECASE)

SUBSCRIPTION = re.compile(r"/subscriptions/([^/]+)", re.IGNORECASE)


@dataclass(frozen=True)
class ManagementGroup:
    """A management group. name: the last part of its id; that of a tenant's root is the tenant's id."""

    name: str
    tenant_id: str
    display_name: str
    parent_name: str | None

    @property
    def id(self) -> str:
        """What scopes begin with."""
        return management_group_id(self.name)


def management_groups_get(session: Session, name: str) -> ManagementGroup:
    """GET /providers/Microsoft.Management/managementGroups/{name}."""
    row = session.row("SELECT * FROM management_groups WHERE name = ?", name)
    if row is None:
        raise errors.management_group_not_found(management_group_id(name))
    return ManagementGroup(**row)


def management_groups_list(session: Session) -> list[ManagementGroup]:
    """GET /providers/Microsoft.Management/managementGroups."""
    rows = session.rows("SELECT * FROM management_groups ORDER BY name")
    return [ManagementGroup(**row) for row in rows]


def management_group_id(name: str) -> str:
    """The id of a management group."""
    return f"/providers/{TYPE}/{name}"


def above(session: Session, scope: str) -> list[str]:
    """The ids of the management groups above a scope, the nearest first."""
    subscription, group = SUBSCRIPTION.match(scope), ID.match(scope)
    rows = session.rows(
        "WITH RECURSIVE up (name) AS ("
        "SELECT management_group FROM subscriptions WHERE subscription_id = lower(?)"
        " UNION SELECT parent_name FROM management_groups WHERE name = ?"
        " UNION SELECT parent_name FROM management_groups JOIN up USING (name)"
        ") SELECT name FROM up WHERE name NOT NULL",
        subscription and subscription[1],
        group and group[1],
    )
    return [management_group_id(row["name"]) for row in rows]
