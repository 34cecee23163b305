"""Agent pools of the organisation.

The calls stand on https://dev.azure.com/{organization}/_apis/distributedtask/pools.
"""

from dataclasses import dataclass, replace
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.store import Session

OF_A_NEW_SANDBOX = 9
"""The highest number that a pool of a new sandbox has."""


@dataclass(frozen=True)
class AgentPool:
    """A pool; pool_id is a number, size counts its agents, created_by is a storage key."""

    pool_id: int
    name: str
    pool_type: str
    auto_provision: bool
    auto_update: bool
    created_by: str | None = None
    size: int = 0


def get_agent_pools(session: Session, organization: Organization, pool_name: str = "") -> list[AgentPool]:
    """GET _apis/distributedtask/pools?poolName=, all of them without a name, in one piece."""
    rows = session.rows(
        f"{_SELECT} AND (? = '' OR name = ?) ORDER BY pool_id",
        organization.organization_id,
        pool_name,
        pool_name,
    )
    return [_from_row(row) for row in rows]


def get_agent_pool(session: Session, organization: Organization, pool_id: int) -> AgentPool:
    """GET _apis/distributedtask/pools/{id}."""
    row = session.row(f"{_SELECT} AND pool_id = ?", organization.organization_id, pool_id)
    if row is None:
        raise errors.agent_pool_not_found(pool_id)
    return _from_row(row)


def add_agent_pool(session: Session, organization: Organization, pool: AgentPool) -> AgentPool:
    """POST _apis/distributedtask/pools; a number of 0 becomes a new one."""
    if get_agent_pools(session, organization, pool.name):
        raise errors.agent_pool_exists(pool.name)
    pool_id = pool.pool_id or OF_A_NEW_SANDBOX + session.new_number("agent pool")
    session.add("agent_pools", organization_id=organization.organization_id, **_columns(pool, pool_id))
    return get_agent_pool(session, organization, pool_id)


def update_agent_pool(
    session: Session, organization: Organization, pool_id: int, **changed: str | bool
) -> AgentPool:
    """PATCH _apis/distributedtask/pools/{id}: name, auto_provision, auto_update."""
    present = get_agent_pool(session, organization, pool_id)
    wanted = replace(present, **changed)  # type: ignore[arg-type]  # the keys are this function's own
    if any(pool.pool_id != pool_id for pool in get_agent_pools(session, organization, wanted.name)):
        raise errors.agent_pool_exists(wanted.name)
    session.run(
        "UPDATE agent_pools SET name = ?, auto_provision = ?, auto_update = ? WHERE pool_id = ?",
        wanted.name,
        wanted.auto_provision,
        wanted.auto_update,
        pool_id,
    )
    return wanted


def delete_agent_pool(session: Session, organization: Organization, pool_id: int) -> None:
    """DELETE _apis/distributedtask/pools/{id}; queues, agents and roles go with it."""
    get_agent_pool(session, organization, pool_id)
    session.run(
        "DELETE FROM security_role_assignments"
        " WHERE scope = 'distributedtask.agentpoolrole' AND resource_id = ?",
        str(pool_id),
    )
    session.run("DELETE FROM agent_pools WHERE pool_id = ?", pool_id)


_SELECT = (
    "SELECT pool_id, name, pool_type, auto_provision, auto_update, created_by,"
    " (SELECT count(*) FROM agents WHERE agents.pool_id = agent_pools.pool_id) AS size"
    " FROM agent_pools WHERE organization_id = ?"
)


def _columns(pool: AgentPool, pool_id: int) -> dict[str, object]:
    columns = vars(pool) | {"pool_id": pool_id}
    del columns["size"]
    return columns


def _from_row(row: Row) -> AgentPool:
    flags = {name: bool(row[name]) for name in ("auto_provision", "auto_update")}
    return AgentPool(**dict(row) | flags)
