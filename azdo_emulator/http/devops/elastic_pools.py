"""Elastic pools."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Body, Number
from azdo_emulator.http.devops.call import AnyContext
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.pools import pool_body, queue_body
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import agent_pools, agent_queues, elastic_pools
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.devops.elastic_pools import ElasticPool
from azdo_emulator.model.devops.permissions import MANAGE_POOLS
from azdo_emulator.model.devops.projects import get_project

router = APIRouter(route_class=DevOpsRoute, tags=["elastic"])

ELASTIC_POOLS = "/{organization}/_apis/distributedtask/elasticpools"


class GivenChange(Body):
    """What becomes different about an elastic pool."""

    service_endpoint_id: str | None = None
    service_endpoint_scope: str | None = None
    azure_id: str | None = None
    max_capacity: Number | None = None
    desired_idle: Number | None = None
    recycle_after_each_use: bool | None = None
    time_to_live_minutes: Number | None = None
    agent_interactive_ui: Annotated[bool | None, Field(alias="agentInteractiveUI")] = None
    os_type: str | None = None

    def pool(self, present: ElasticPool) -> ElasticPool:
        """The whole pool as it is to be."""
        return replace(present, **self.model_dump(exclude_none=True))


class GivenElasticPool(GivenChange):
    """An elastic pool as it is to be."""

    service_endpoint_id: str
    service_endpoint_scope: str
    azure_id: str


UNLESS_TOLD = ElasticPool(0, "", "", "", 1, 1, False, 15, False, "linux")


@router.get(ELASTIC_POOLS)
async def get_elastic_pools(context: AnyContext) -> JSONResponse:
    """GET _apis/distributedtask/elasticpools."""
    with context.read() as call:
        found = elastic_pools.get_elastic_pools(call.session, call.organization)
    return listed([_body(each) for each in found])


@router.post(ELASTIC_POOLS)
async def create_elastic_pool(
    context: AnyContext,
    given: GivenElasticPool,
    pool_name: Annotated[str, Query(alias="poolName", min_length=1)],
    project_id: Annotated[str, Query(alias="projectId")] = "",
) -> JSONResponse:
    """POST _apis/distributedtask/elasticpools?poolName=. Simplified: no machine is ever made."""
    with context.write() as call:
        call.require(MANAGE_POOLS)
        project = get_project(call.session, call.organization, project_id) if project_id else None
        creator = call.caller.storage_key
        wanted = AgentPool(0, pool_name, "automation", False, True, creator)
        made = elastic_pools.create_elastic_pool(
            call.session, call.organization, wanted, given.pool(UNLESS_TOLD), project
        )
        pool = agent_pools.get_agent_pool(call.session, call.organization, made.pool_id)
        queues = agent_queues.get_agent_queues(call.session, project, pool_name) if project else []
        body = {
            "elasticPool": _body(made),
            "agentPool": pool_body(call, pool),
            "agentQueue": queue_body(call, queues[0]) if queues else None,
        }
    return JSONResponse(body)


@router.get(f"{ELASTIC_POOLS}/{{pool_id}}")
async def get_elastic_pool(context: AnyContext, pool_id: Number) -> JSONResponse:
    """GET _apis/distributedtask/elasticpools/{number}."""
    with context.read() as call:
        found = elastic_pools.get_elastic_pool(call.session, call.organization, pool_id)
    return JSONResponse(_body(found))


@router.patch(f"{ELASTIC_POOLS}/{{pool_id}}")
async def update_elastic_pool(context: AnyContext, pool_id: Number, given: GivenChange) -> JSONResponse:
    """PATCH _apis/distributedtask/elasticpools/{number}."""
    with context.write() as call:
        call.require(MANAGE_POOLS, resource_id=str(pool_id))
        present = elastic_pools.get_elastic_pool(call.session, call.organization, pool_id)
        changed = elastic_pools.update_elastic_pool(
            call.session, call.organization, pool_id, given.pool(present)
        )
    return JSONResponse(_body(changed))


def _body(pool: ElasticPool) -> dict[str, Any]:
    return {
        "poolId": pool.pool_id,
        "serviceEndpointId": pool.service_endpoint_id,
        "serviceEndpointScope": pool.service_endpoint_scope,
        "azureId": pool.azure_id,
        "maxCapacity": pool.max_capacity,
        "desiredIdle": pool.desired_idle,
        "recycleAfterEachUse": pool.recycle_after_each_use,
        "timeToLiveMinutes": pool.time_to_live_minutes,
        "agentInteractiveUI": pool.agent_interactive_ui,
        "osType": pool.os_type,
        "maxSavedNodeCount": 0,
        "sizingAttempts": 0,
        "offlineSince": None,
        "desiredSize": -1,
        "state": "online",
    }
