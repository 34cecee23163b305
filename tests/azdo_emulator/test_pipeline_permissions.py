"""A pipeline uses a connection once it is let, and no longer when it is not."""

import pytest

from azdo_emulator.model import fingerprint
from azdo_emulator.model.devops import build_definitions, endpoints, pipeline_permissions
from azdo_emulator.model.devops.agent_pools import get_agent_pools
from azdo_emulator.model.devops.pipeline_permissions import ALL
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.seed import TENANT

from .conftest import refusal
from .test_endpoints import BODY


@pytest.fixture
def project(session, contoso):
    return get_project(session, contoso, "Support")


@pytest.fixture
def endpoint(session, contoso, project):
    return endpoints.create_service_endpoint(session, contoso, (project.project_id,), BODY).endpoint_id


@pytest.fixture
def let(session, contoso, project, endpoint):
    def update(number, authorized=True, id=endpoint, type="endpoint", of=project):
        return pipeline_permissions.update_pipeline_permissions(
            session, contoso, of, type, id, number, authorized
        )

    return update


def test_nobody_may_use_a_new_connection(session, project, endpoint):
    found = pipeline_permissions.get_pipeline_permissions(session, project, "endpoint", endpoint)

    assert (found.all_pipelines, found.pipelines) == (False, ())


def test_one_pipeline_is_let_and_another_is_not(let):
    assert let(12).pipelines == (12,)
    assert let(12).pipelines == (12,)
    assert let(12, authorized=False).pipelines == ()


def test_all_pipelines_are_let_beside_the_one(let):
    let(12)

    found = let(ALL)

    assert (found.all_pipelines, found.pipelines) == (True, (12,))


def test_a_pipeline_of_another_project_is_refused(let):
    assert refusal(let, 21) == (404, "DefinitionNotFoundException")


def test_a_connection_that_there_is_not_is_refused(session, contoso, let):
    other = get_project(session, contoso, "Platform")

    assert refusal(let, 12, id=TENANT) == (404, "ResourceNotFoundException")
    assert refusal(let, 21, of=other) == (404, "ResourceNotFoundException")


def test_permissions_go_with_the_connection(session, contoso, project):
    before = fingerprint(session)
    made = endpoints.create_service_endpoint(session, contoso, (project.project_id,), BODY).endpoint_id
    pipeline_permissions.update_pipeline_permissions(session, contoso, project, "endpoint", made, 12, True)

    endpoints.delete_service_endpoint(session, contoso, (project.project_id,), made.upper())

    assert fingerprint(session) == before


def test_a_pipeline_is_found_by_name_and_folder_in_any_case(session, project):
    [found] = build_definitions.get_definitions(session, project, "SUPPORT", "\\Deploy")

    assert found.definition_id == 12
    assert build_definitions.get_definitions(session, project, "support") == [found]
    assert build_definitions.get_definitions(session, project, "support", "\\") == []


def test_pools_have_the_numbers_of_the_example(session, contoso):
    assert {pool.name: pool.pool_id for pool in get_agent_pools(session, contoso)} == {
        "Default": 1,
        "linux-builders": 9,
    }
    [pool] = get_agent_pools(session, contoso, "LINUX-builders")
    assert (pool.pool_id, pool.pool_type, pool.auto_update) == (9, "automation", True)
