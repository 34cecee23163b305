"""Subscriptions, resource groups and what is in them, through azure-mgmt-resource where it knows them."""

import pytest

from azdo_emulator.model.azure.resource_groups import resource_groups_create_or_update
from azdo_emulator.model.replication import Lag, set_lag
from azdo_emulator.model.seed import DATA_FACTORY, RESOURCE_GROUPS, SUBSCRIPTION, TENANT

from .azure import make, refusal, resources
from .conftest import client, token

__all__ = ["make", "resources"]

API = {"api-version": "2024-11-01"}
OF_ALL = f"/subscriptions/{SUBSCRIPTION}"


@pytest.fixture
def groups(resources):
    return resources.resource_groups


def test_a_group_is_made_read_changed_and_deleted(groups):
    made = groups.create_or_update("rg-bots", {"location": "West Europe", "tags": {"a": "b"}})
    changed = groups.update("rg-bots", {"tags": {"c": "d"}})

    assert made.id == f"{OF_ALL}/resourceGroups/rg-bots"
    assert (made.location, made.tags, made.properties.provisioning_state) == (
        "westeurope",
        {"a": "b"},
        "Succeeded",
    )
    assert (changed.tags, groups.get("RG-BOTS").tags) == ({"c": "d"}, {"c": "d"})
    assert groups.check_existence("rg-bots")

    groups.begin_delete("rg-bots").result()

    assert not groups.check_existence("rg-bots")
    assert refusal(groups.get, "rg-bots")[:2] == (404, "ResourceGroupNotFound")
    assert refusal(groups.begin_delete, "rg-bots")[:2] == (404, "ResourceGroupNotFound")


def test_a_new_group_is_created_and_an_old_one_is_not(resource_manager):
    def put():
        return resource_manager.put(f"{OF_ALL}/resourcegroups/rg", params=API, json={"location": "x"})

    assert [put().status_code for _ in range(2)] == [201, 200]


def test_a_deletion_that_takes_its_time_is_followed_to_its_end(server, resource_manager, groups):
    with server.cloud.write() as session:
        set_lag(session, Lag.OPERATIONS, attempts=2)

    begun = resource_manager.delete(f"{OF_ALL}/resourcegroups/rg-payments", params=API)
    place = begun.headers["Location"]
    running, ended = (resource_manager.get(place) for _ in range(2))
    poller = groups.begin_delete("rg-support", polling_interval=0)
    poller.wait()

    assert (begun.status_code, running.status_code, ended.status_code) == (202, 202, 200)
    assert running.headers["Location"] == place
    assert poller.status() == "Succeeded"


def test_groups_are_listed_page_by_page(server, groups):
    with server.cloud.write() as session:
        for number in range(103):
            resource_groups_create_or_update(session, SUBSCRIPTION, f"rg-x{number:03}", location="x")

    pages = [[group.name for group in page] for page in groups.list().by_page()]
    by_two = [len(list(page)) for page in groups.list(top=2).by_page()]

    assert [len(page) for page in pages] == [100, 6]
    assert {name for page in pages for name in page} >= {*RESOURCE_GROUPS, "rg-x000", "rg-x102"}
    assert by_two == [2] * 53


def test_the_subscription_is_listed_to_those_who_may_read_it(server, resource_manager):
    with client(
        server.resource_manager, token(server, server.resource_manager, "dev.one@contoso.com")
    ) as other:
        theirs = other.get("/subscriptions", params=API).json()
    found = resource_manager.get("/subscriptions", params=API).json()
    one = resource_manager.get(OF_ALL, params=API).json()

    assert theirs["value"] == []
    assert found["value"] == [one]
    assert (one["subscriptionId"], one["tenantId"], one["state"]) == (SUBSCRIPTION, TENANT, "Enabled")


def test_an_unknown_subscription_is_refused_before_anything_else(resource_manager):
    other = OF_ALL.replace("3d1f", "3d1e")
    for path in (other, f"{other}/resourcegroups/rg", f"{other}/resourcegroups/rg/resources"):
        response = resource_manager.get(path, params=API)
        assert (response.status_code, response.json()["error"]["code"]) == (404, "SubscriptionNotFound")


def test_what_is_in_a_group_is_listed_and_read(resources):
    inside = list(resources.resources.list_by_resource_group("rg-shared"))
    factories = list(resources.resources.list(filter="resourceType eq 'microsoft.datafactory/FACTORIES'"))
    [factory] = factories

    assert [one.name for one in inside] == ["contosoimages", "contoso-ingest"]
    assert factory.identity.principal_id == DATA_FACTORY[1]
    assert resources.resources.get_by_id(factory.id, api_version="2018-06-01").name == DATA_FACTORY[0]
    assert resources.resources.check_existence_by_id(factory.id, api_version="2018-06-01")
    assert not resources.resources.check_existence_by_id(f"{factory.id}x", api_version="2018-06-01")


REFUSED = {
    "": (400, "MissingApiVersionParameter"),
    "?api-version=latest": (400, "InvalidApiVersionParameter"),
    "/nothing?api-version=2024-11-01": (404, "InvalidResourceType"),
    "/resources?api-version=2024-11-01&$filter=x": (400, "InvalidFilterInQueryString"),
}


@pytest.mark.parametrize("rest", REFUSED)
def test_a_request_that_is_not_right_gets_azures_own_error(resource_manager, rest):
    response = resource_manager.get(f"{OF_ALL}{rest}")

    assert (response.status_code, response.json()["error"]["code"]) == REFUSED[rest]


def test_a_method_that_is_not_there_gets_azures_own_error(resource_manager):
    response = resource_manager.post(f"{OF_ALL}/resourcegroups/rg-support", params=API)

    assert (response.status_code, response.json()["error"]["code"]) == (405, "HttpMethodNotAllowed")
