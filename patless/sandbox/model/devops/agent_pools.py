"""Agent pools of the organisation.

The calls stand on https://dev.azure.com/{organization}/_apis/distributedtask/pools.
"""

from dataclasses import dataclass
from sqlite3 import Row

from patless.sandbox.model.devops import errors
from patless.sandbox.model.devops.projects import Organization
from patless.sandbox.model.store import Session


@dataclass(frozen=True)
class AgentPool:
    """A pool; pool_id is a number."""

    pool_id: int
    name: str
    pool_type: str
    auto_provision: bool
    auto_update: bool


def get_agent_pools(session: Session, organization: Organization, pool_name: str = "") -> list[AgentPool]:
    """GET _apis/distributedtask/pools?poolName=, all of them without a name."""
    rows = session.rows(
        "SELECT * FROM agent_pools WHERE organization_id = ? AND (? = '' OR name = ?) ORDER BY pool_id",
        organization.organization_id,
        pool_name,
        pool_name,
    )
    return [_from_row(row) for row in rows]


def get_agent_pool(session: Session, organization: Organization, pool_id: int) -> AgentPool:
    """GET _apis/distributedtask/pools/{id}."""
    row = session.row(
        "SELECT * FROM agent_pools WHERE organization_id = ? AND pool_id = ?",
        organization.organization_id,
        pool_id,
    )
    if row is None:
        raise errors.agent_pool_not_found(pool_id)
    return _from_row(row)


def add_agent_pool(session: Session, organization: Organization, pool_id: int, name: str) -> AgentPool:
    """POST _apis/distributedtask/pools, with a number that is given."""
    session.add(
        "agent_pools",
        pool_id=pool_id,
        organization_id=organization.organization_id,
        name=name,
        pool_type="automation",
        auto_provision=False,
        auto_update=True,
    )
    return get_agent_pool(session, organization, pool_id)


def _from_row(row: Row) -> AgentPool:
    return AgentPool(
        pool_id=row["pool_id"],
        name=row["name"],
        pool_type=row["pool_type"],
        auto_provision=bool(row["auto_provision"]),
        auto_update=bool(row["auto_update"]),
    )
