"""Elastic pools through Microsoft's own package."""

import pytest

from tests.azdo_emulator.http.conftest import client, refused, token

POOLS = "/_apis/distributedtask/elasticpools"
SCALE_SET = (
    "/subscriptions/x/resourceGroups/rg-shared/providers/Microsoft.Compute/virtualMachineScaleSets/builders"
)


@pytest.fixture
def pools(azure_devops):
    return azure_devops.get_elastic_client()


@pytest.fixture
def pool(connection, projects):
    return {
        "serviceEndpointId": connection,
        "serviceEndpointScope": projects["Support"],
        "azureId": SCALE_SET,
        "maxCapacity": 4,
        "desiredIdle": 0,
        "recycleAfterEachUse": True,
    }


def test_a_pool_is_made_with_its_queue_changed_and_gone(pools, pool, projects, azure_devops, contoso):
    made = pools.create_elastic_pool(pool, "builders", project_id=projects["Support"])

    assert (made.elastic_pool.azure_id, made.elastic_pool.max_capacity) == (SCALE_SET, 4)
    assert (made.agent_pool.name, made.agent_queue.name) == ("builders", "builders")
    id = made.elastic_pool.pool_id
    changed = pools.update_elastic_pool({"maxCapacity": 9}, id)
    assert (changed.max_capacity, changed.recycle_after_each_use, changed.desired_idle) == (9, True, 0)
    assert [each.pool_id for each in pools.get_elastic_pools()] == [id]
    assert pools.get_elastic_pool(id).state == "online"
    azure_devops.get_task_agent_client().delete_agent_pool(id)
    assert refused(contoso.get(f"{POOLS}/{id}")) == (404, "TaskAgentPoolNotFoundException")


def test_only_a_connection_to_azure_makes_machines(contoso, pool, projects):
    support = "/Support/_apis/serviceendpoint/endpoints?endpointNames=legacy-tickets"
    [other] = contoso.get(support).json()["value"]

    answer = contoso.post(f"{POOLS}?poolName=builders", json=pool | {"serviceEndpointId": other["id"]})

    assert refused(answer) == (400, "InvalidElasticPoolException")
    assert contoso.get(POOLS).json()["count"] == 0


def test_who_manages_no_pool_makes_none(server, pool):
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        answers = [
            reader.post(f"{POOLS}?poolName=builders", json=pool),
            reader.patch(f"{POOLS}/9", json={"maxCapacity": 1}),
        ]

    assert {refused(answer) for answer in answers} == {(403, "AccessDeniedException")}
