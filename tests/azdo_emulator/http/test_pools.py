"""Agent pools, agents, queues and the roles on them, through Microsoft's own package."""

import pytest

from azdo_emulator.model.devops import agent_pools, agents
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.seed import DEPLOYER
from tests.azdo_emulator.http.conftest import client, refused, token

POOLS = "/_apis/distributedtask/pools"
ROLES = "/_apis/securityroles/scopes/distributedtask.agentpoolrole"
BUILDERS = 9


@pytest.fixture
def pools(azure_devops):
    return azure_devops.get_task_agent_client()


@pytest.fixture
def key(server):
    """The storage key of the deployer."""
    with server.cloud.read() as session:
        return get_subject_by_origin(session, get_organization(session, "contoso"), DEPLOYER[1]).storage_key


def test_pools_are_listed_and_found_by_name(pools):
    assert {"Default", "linux-builders"} <= {each.name for each in pools.get_agent_pools()}
    assert [each.name for each in pools.get_agent_pools_by_ids([BUILDERS])] == ["linux-builders"]
    assert pools.get_agent_pools(pool_type="deployment") == []
    [found] = pools.get_agent_pools(pool_name="LINUX-builders")
    assert (found.id, found.pool_type, found.is_hosted) == (BUILDERS, "automation", False)


def test_a_pool_is_made_changed_and_gone(pools, contoso):
    made = pools.add_agent_pool({"name": "arm-builders", "poolType": "automation", "autoProvision": False})

    assert (made.name, made.auto_update, made.size) == ("arm-builders", True, 0)
    assert made.created_by.display_name == DEPLOYER[0]
    changed = pools.update_agent_pool({"name": "arm", "autoUpdate": False}, made.id)
    assert (changed.id, changed.name, changed.auto_update) == (made.id, "arm", False)
    assert pools.get_agent_pool(made.id).name == "arm"
    pools.delete_agent_pool(made.id)
    assert refused(contoso.get(f"{POOLS}/{made.id}")) == (404, "TaskAgentPoolNotFoundException")


@pytest.mark.parametrize("number", [2**31, 2**63, -1, "one"])
def test_a_number_that_none_can_have_is_refused(contoso, number):
    for path in (f"{POOLS}/{number}", f"{POOLS}/{BUILDERS}/agents/{number}"):
        assert refused(contoso.get(path)) == (400, "InvalidArgumentValueException")


def test_two_pools_cannot_share_a_name(pools, contoso):
    made = pools.add_agent_pool({"name": "arm-builders"})
    taken = (409, "TaskAgentPoolExistsException")

    assert refused(contoso.post(POOLS, json={"name": "ARM-builders"})) == taken
    assert refused(contoso.patch(f"{POOLS}/{made.id}", json={"name": "default"})) == taken


def test_an_agent_says_who_registered_it(server, pools, contoso, key):
    with server.cloud.write() as session:
        pool = agent_pools.get_agent_pool(session, get_organization(session, "contoso"), BUILDERS)
        made = agents.add_agent(session, pool, "vm-1", "4.260.0", key)

    found = pools.get_agent(BUILDERS, made.agent_id)
    shown = contoso.get(f"{POOLS}/{BUILDERS}/agents/{made.agent_id}").json()
    assert (found.name, found.version, shown["createdBy"]["id"]) == ("vm-1", "4.260.0", key)
    assert [each.id for each in pools.get_agents(BUILDERS, agent_name="VM-1")] == [made.agent_id]
    size = pools.get_agent_pool(BUILDERS).size
    pools.delete_agent(BUILDERS, made.agent_id)
    assert pools.get_agent_pool(BUILDERS).size == size - 1


def test_a_project_uses_a_pool_by_a_queue(pools, contoso):
    made = pools.add_agent_queue({"name": "builders", "pool": {"id": BUILDERS}}, "Support")

    assert (made.name, made.pool.id, made.pool.name) == ("builders", BUILDERS, "linux-builders")
    assert pools.get_agent_queue(made.id, "Support").name == "builders"
    for found in (
        pools.get_agent_queues("Support", "Builders"),
        pools.get_agent_queues_by_names(["BUILDERS"], "Support"),
        pools.get_agent_queues_by_ids([made.id], "Support"),
        pools.get_agent_queues_for_pools([BUILDERS], "Support"),
    ):
        assert [each.id for each in found] == [made.id]
    again = contoso.post(
        "/Support/_apis/distributedtask/queues", json={"name": "BUILDERS", "pool": {"id": 9}}
    )
    assert refused(again) == (409, "TaskAgentQueueExistsException")
    pools.delete_agent_queue(made.id, "Support")
    gone = contoso.get(f"/Support/_apis/distributedtask/queues/{made.id}")
    assert refused(gone) == (404, "TaskAgentQueueNotFoundException")


def test_a_role_is_given_and_taken_by_storage_key(contoso, key):
    path = f"{ROLES}/roleassignments/resources/{BUILDERS}"

    given = contoso.put(path, json=[{"roleName": "administrator", "userId": key}]).json()

    assert (given["count"], given["value"][0]["identity"]["id"]) == (1, key)
    [found] = [each for each in contoso.get(path).json()["value"] if each["identity"]["id"] == key]
    assert (found["role"]["name"], found["access"]) == ("Administrator", "assigned")
    contoso.patch(path, json=[key])
    assert key not in contoso.get(path).text


def test_an_object_id_is_no_storage_key(contoso):
    path = f"{ROLES}/roleassignments/resources/{BUILDERS}"

    given = contoso.put(path, json=[{"roleName": "Administrator", "userId": DEPLOYER[1]}])

    assert given.json()["count"] == 0


def test_roles_are_those_of_the_scope(contoso, key):
    path = f"{ROLES}/roleassignments/resources/{BUILDERS}"
    roles = contoso.get(f"{ROLES}/roledefinitions").json()["value"]

    assert [each["name"] for each in roles] == ["Reader", "ServiceAccount", "Administrator"]
    wrong = contoso.put(path, json=[{"roleName": "Creator", "userId": key}])
    assert refused(wrong) == (400, "RoleNotFoundException")
    nowhere = contoso.get("/_apis/securityroles/scopes/nothing/roledefinitions")
    assert refused(nowhere) == (404, "RoleScopeNotFoundException")


def test_who_manages_no_pool_changes_none(server, key):
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        answers = [
            reader.post(POOLS, json={"name": "mine"}),
            reader.patch(f"{POOLS}/{BUILDERS}", json={"name": "mine"}),
            reader.delete(f"{POOLS}/{BUILDERS}"),
            reader.delete(f"{POOLS}/{BUILDERS}/agents/1"),
            reader.put(
                f"{ROLES}/roleassignments/resources/{BUILDERS}",
                json=[{"roleName": "Administrator", "userId": key}],
            ),
        ]
        queue = reader.post("/Support/_apis/distributedtask/queues", json={"pool": {"id": BUILDERS}})

    assert {refused(answer) for answer in answers} == {(403, "AccessDeniedException")}
    assert refused(queue) == (403, "AccessCheckException")
