"""Agent pools, their agents, and the queues by which projects use them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body, Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.pages import among, listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import agent_pools, agent_queues, agents
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.devops.agent_queues import AgentQueue
from azdo_emulator.model.devops.agents import Agent
from azdo_emulator.model.devops.permissions import EDIT_PROJECT, MANAGE_POOLS
from azdo_emulator.model.devops.projects import get_project

router = APIRouter(route_class=DevOpsRoute, tags=["distributedtask"])

POOLS = "/{organization}/_apis/distributedtask/pools"
QUEUES = "/{organization}/{project}/_apis/distributedtask/queues"


class GivenPoolChange(Body):
    """What of a pool can change."""

    name: str | None = None
    auto_provision: bool | None = None
    auto_update: bool | None = None


class GivenPool(GivenPoolChange):
    """A pool as it is to be."""

    name: str
    pool_type: str | None = None


class GivenPoolReference(Body):
    """A pool, by number."""

    id: Number


class GivenQueue(Body):
    """A queue as it is to be."""

    name: str | None = None
    pool: GivenPoolReference


@router.get(POOLS)
async def get_agent_pools(
    context: AnyContext,
    pool_name: Annotated[str, Query(alias="poolName")] = "",
    pool_type: Annotated[str, Query(alias="poolType")] = "",
    pool_ids: Annotated[str, Query(alias="poolIds")] = "",
) -> JSONResponse:
    """GET _apis/distributedtask/pools?poolName=&poolType=&poolIds=."""
    with context.read() as call:
        found = agent_pools.get_agent_pools(call.session, call.organization, pool_name)
        bodies = [
            pool_body(call, each)
            for each in found
            if among(each.pool_id, pool_ids) and among(each.pool_type, pool_type)
        ]
    return listed(bodies)


@router.post(POOLS)
async def add_agent_pool(context: AnyContext, given: GivenPool) -> JSONResponse:
    """POST _apis/distributedtask/pools. Simplified: no project gets a queue by itself."""
    with context.write() as call:
        call.require(MANAGE_POOLS)
        wanted = AgentPool(
            pool_id=0,
            name=given.name,
            pool_type=given.pool_type or "automation",
            auto_provision=bool(given.auto_provision),
            auto_update=given.auto_update is not False,
            created_by=call.caller.storage_key,
        )
        body = pool_body(call, agent_pools.add_agent_pool(call.session, call.organization, wanted))
    return JSONResponse(body)


@router.get(f"{POOLS}/{{pool_id}}")
async def get_agent_pool(context: AnyContext, pool_id: Number) -> JSONResponse:
    """GET _apis/distributedtask/pools/{number}."""
    with context.read() as call:
        body = pool_body(call, agent_pools.get_agent_pool(call.session, call.organization, pool_id))
    return JSONResponse(body)


@router.patch(f"{POOLS}/{{pool_id}}")
async def update_agent_pool(context: AnyContext, pool_id: Number, given: GivenPoolChange) -> JSONResponse:
    """PATCH _apis/distributedtask/pools/{number}."""
    with context.write() as call:
        call.require(MANAGE_POOLS, resource_id=str(pool_id))
        changed = agent_pools.update_agent_pool(
            call.session, call.organization, pool_id, **given.model_dump(exclude_none=True)
        )
        body = pool_body(call, changed)
    return JSONResponse(body)


@router.delete(f"{POOLS}/{{pool_id}}")
async def delete_agent_pool(context: AnyContext, pool_id: Number) -> Response:
    """DELETE _apis/distributedtask/pools/{number}."""
    with context.write() as call:
        call.require(MANAGE_POOLS, resource_id=str(pool_id))
        agent_pools.delete_agent_pool(call.session, call.organization, pool_id)
    return Response(status_code=204)


@router.get(f"{POOLS}/{{pool_id}}/agents")
async def get_agents(
    context: AnyContext, pool_id: Number, agent_name: Annotated[str, Query(alias="agentName")] = ""
) -> JSONResponse:
    """GET _apis/distributedtask/pools/{number}/agents?agentName=."""
    with context.read() as call:
        pool = agent_pools.get_agent_pool(call.session, call.organization, pool_id)
        bodies = [_agent_body(call, each) for each in agents.get_agents(call.session, pool, agent_name)]
    return listed(bodies)


@router.get(f"{POOLS}/{{pool_id}}/agents/{{agent_id}}")
async def get_agent(context: AnyContext, pool_id: Number, agent_id: Number) -> JSONResponse:
    """GET _apis/distributedtask/pools/{number}/agents/{number}."""
    with context.read() as call:
        pool = agent_pools.get_agent_pool(call.session, call.organization, pool_id)
        body = _agent_body(call, agents.get_agent(call.session, pool, agent_id))
    return JSONResponse(body)


@router.delete(f"{POOLS}/{{pool_id}}/agents/{{agent_id}}")
async def delete_agent(context: AnyContext, pool_id: Number, agent_id: Number) -> Response:
    """DELETE _apis/distributedtask/pools/{number}/agents/{number}."""
    with context.write() as call:
        call.require(MANAGE_POOLS, resource_id=str(pool_id))
        pool = agent_pools.get_agent_pool(call.session, call.organization, pool_id)
        agents.delete_agent(call.session, pool, agent_id)
    return Response(status_code=204)


@router.get(QUEUES)
async def get_agent_queues(
    context: AnyContext,
    project: str,
    queue_name: Annotated[str, Query(alias="queueName")] = "",
    queue_names: Annotated[str, Query(alias="queueNames")] = "",
    queue_ids: Annotated[str, Query(alias="queueIds")] = "",
    pool_ids: Annotated[str, Query(alias="poolIds")] = "",
) -> JSONResponse:
    """GET {project}/_apis/distributedtask/queues?queueName=, or by names, by numbers, or by pools."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = agent_queues.get_agent_queues(call.session, of, queue_name)
        bodies = [
            queue_body(call, each)
            for each in found
            if among(each.name, queue_names)
            and among(each.queue_id, queue_ids)
            and among(each.pool_id, pool_ids)
        ]
    return listed(bodies)


@router.post(QUEUES)
async def add_agent_queue(context: AnyContext, project: str, given: GivenQueue) -> JSONResponse:
    """POST {project}/_apis/distributedtask/queues."""
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        call.require(EDIT_PROJECT, of)
        pool = agent_pools.get_agent_pool(call.session, call.organization, given.pool.id)
        body = queue_body(call, agent_queues.add_agent_queue(call.session, of, pool, given.name or ""))
    return JSONResponse(body)


@router.get(f"{QUEUES}/{{queue_id}}")
async def get_agent_queue(context: AnyContext, project: str, queue_id: Number) -> JSONResponse:
    """GET {project}/_apis/distributedtask/queues/{number}."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        body = queue_body(call, agent_queues.get_agent_queue(call.session, of, queue_id))
    return JSONResponse(body)


@router.delete(f"{QUEUES}/{{queue_id}}")
async def delete_agent_queue(context: AnyContext, project: str, queue_id: Number) -> Response:
    """DELETE {project}/_apis/distributedtask/queues/{number}."""
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        call.require(EDIT_PROJECT, of)
        agent_queues.delete_agent_queue(call.session, of, queue_id)
    return Response(status_code=204)


def pool_body(call: Call, pool: AgentPool) -> dict[str, Any]:
    """A pool."""
    creator = identity_ref(call, pool.created_by)
    return {
        "id": pool.pool_id,
        "name": pool.name,
        "scope": call.organization.organization_id,
        "isHosted": False,
        "isLegacy": False,
        "poolType": pool.pool_type,
        "size": pool.size,
        "options": "none",
        "autoProvision": pool.auto_provision,
        "autoUpdate": pool.auto_update,
        "autoSize": True,
        "targetSize": None,
        "agentCloudId": None,
        "createdBy": creator,
        "owner": creator,
    }


def queue_body(call: Call, queue: AgentQueue) -> dict[str, Any]:
    """A queue."""
    pool = agent_pools.get_agent_pool(call.session, call.organization, queue.pool_id)
    return {
        "id": queue.queue_id,
        "projectId": queue.project_id,
        "name": queue.name,
        "pool": {
            "id": pool.pool_id,
            "scope": call.organization.organization_id,
            "name": pool.name,
            "isHosted": False,
            "poolType": pool.pool_type,
            "size": pool.size,
        },
    }


def _agent_body(call: Call, agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.agent_id,
        "name": agent.name,
        "version": agent.version,
        "osDescription": agent.os_description,
        "enabled": agent.enabled,
        "status": agent.status,
        "provisioningState": "Provisioned",
        "maxParallelism": 1,
        "createdOn": agent.created_at,
        "createdBy": identity_ref(call, agent.created_by),
    }
