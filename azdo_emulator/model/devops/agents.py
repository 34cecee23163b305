"""Agents: machines that take jobs from a pool. Agents register themselves; only a new sandbox has some.

The calls stand on https://dev.azure.com/{organization}/_apis/distributedtask/pools/{pool}/agents.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Agent:
    """An agent; created_by is the storage key of whoever registered it."""

    agent_id: int
    pool_id: int
    name: str
    version: str
    os_description: str
    enabled: bool
    status: str
    created_by: str
    created_at: str


def get_agents(session: Session, pool: AgentPool, agent_name: str = "") -> list[Agent]:
    """GET agents?agentName=; the service has no pages here."""
    rows = session.rows(
        "SELECT * FROM agents WHERE pool_id = ? AND (? = '' OR name = ?) ORDER BY agent_id",
        pool.pool_id,
        agent_name,
        agent_name,
    )
    return [_from_row(row) for row in rows]


def get_agent(session: Session, pool: AgentPool, agent_id: int) -> Agent:
    """GET agents/{number}."""
    row = session.row("SELECT * FROM agents WHERE pool_id = ? AND agent_id = ?", pool.pool_id, agent_id)
    if row is None:
        raise errors.agent_not_found(agent_id, pool.name)
    return _from_row(row)


def add_agent(session: Session, pool: AgentPool, name: str, version: str, created_by: str) -> Agent:
    """POST agents, which the agent itself calls."""
    agent_id = session.new_number("agent")
    session.add(
        "agents",
        agent_id=agent_id,
        pool_id=pool.pool_id,
        name=name,
        version=version,
        os_description="Linux 6.8.0 #1 SMP",
        enabled=True,
        status="online",
        created_by=created_by,
        created_at=session.now(),
    )
    return get_agent(session, pool, agent_id)


def delete_agent(session: Session, pool: AgentPool, agent_id: int) -> None:
    """DELETE agents/{number}."""
    session.run("DELETE FROM agents WHERE agent_id = ?", get_agent(session, pool, agent_id).agent_id)


def _from_row(row: Row) -> Agent:
    return Agent(**dict(row) | {"enabled": bool(row["enabled"])})
