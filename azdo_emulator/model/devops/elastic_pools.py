"""Elastic pools: agent pools whose machines a service connection makes in a scale set of Azure.

The calls stand on https://dev.azure.com/{organization}/_apis/distributedtask/elasticpools.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import agent_pools, agent_queues, errors
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.devops.endpoints import get_service_endpoint_details
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.store import Session

FLAGS = ("recycle_after_each_use", "agent_interactive_ui")


@dataclass(frozen=True)
class ElasticPool:
    """An elastic pool; its number is the agent pool's. service_endpoint_scope: the connection's project."""

    pool_id: int
    service_endpoint_id: str
    service_endpoint_scope: str
    azure_id: str
    max_capacity: int
    desired_idle: int
    recycle_after_each_use: bool
    time_to_live_minutes: int
    agent_interactive_ui: bool
    os_type: str


def get_elastic_pools(session: Session, organization: Organization) -> list[ElasticPool]:
    """GET elasticpools; the service has no pages here."""
    rows = session.rows(f"{_SELECT} ORDER BY pool_id", organization.organization_id)
    return [_from_row(row) for row in rows]


def get_elastic_pool(session: Session, organization: Organization, pool_id: int) -> ElasticPool:
    """GET elasticpools/{number}."""
    row = session.row(f"{_SELECT} AND pool_id = ?", organization.organization_id, pool_id)
    if row is None:
        raise errors.agent_pool_not_found(pool_id)
    return _from_row(row)


def create_elastic_pool(
    session: Session,
    organization: Organization,
    pool: AgentPool,
    elastic: ElasticPool,
    project: Project | None = None,
) -> ElasticPool:
    """POST elasticpools?poolName=&projectId=: with a queue, if a project is given."""
    _refuse_others(session, organization, elastic)
    made = agent_pools.add_agent_pool(session, organization, pool)
    session.add("elastic_pools", **vars(elastic) | {"pool_id": made.pool_id})
    if project:
        agent_queues.add_agent_queue(session, project, made, "")
    return get_elastic_pool(session, organization, made.pool_id)


def update_elastic_pool(
    session: Session, organization: Organization, pool_id: int, changed: ElasticPool
) -> ElasticPool:
    """PATCH elasticpools/{number}; it is deleted as an agent pool is."""
    present = get_elastic_pool(session, organization, pool_id)
    _refuse_others(session, organization, changed)
    session.run("DELETE FROM elastic_pools WHERE pool_id = ?", present.pool_id)
    session.add("elastic_pools", **vars(changed) | {"pool_id": present.pool_id})
    return get_elastic_pool(session, organization, pool_id)


_SELECT = (
    "SELECT elastic_pools.* FROM elastic_pools JOIN agent_pools USING (pool_id) WHERE organization_id = ?"
)


def _refuse_others(session: Session, organization: Organization, pool: ElasticPool) -> None:
    """Only a connection to Azure makes machines there."""
    found = get_service_endpoint_details(
        session, organization, pool.service_endpoint_scope, pool.service_endpoint_id
    )
    if found is None or found.type.lower() != "azurerm":
        raise errors.elastic_pool_endpoint_not_valid(pool.service_endpoint_id)


def _from_row(row: Row) -> ElasticPool:
    return ElasticPool(**dict(row) | {name: bool(row[name]) for name in FLAGS})
