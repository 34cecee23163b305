"""What a new sandbox has that Patless is there to find: it is all there, and nothing of it is a secret."""

import json

import pytest

from azdo_emulator.model import inventory
from azdo_emulator.model.devops import (
    agent_pools,
    agents,
    endpoint_trust,
    endpoints,
    personal_access_tokens,
    service_hooks,
)
from azdo_emulator.model.devops.endpoint_executions import get_service_endpoint_execution_records
from azdo_emulator.model.devops.endpoint_trust import RETIRING_ISSUER
from azdo_emulator.model.devops.endpoint_types import get_service_endpoint_types
from azdo_emulator.model.devops.entitlements import get_user_entitlement
from azdo_emulator.model.devops.projects import get_project, list_projects
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.entra.federated_credentials import is_trusted
from azdo_emulator.model.ids import guid
from azdo_emulator.model.past_connections import GIVEN, LEFT, OWNER, STAYED

pytestmark = pytest.mark.sandbox


@pytest.fixture
def connections(session, contoso):
    """The connections of the past, by name."""
    return {
        each.name: each
        for project in list_projects(session, contoso)
        for each in endpoints.get_service_endpoints(session, contoso, project.project_id)
    }


def whose(session, contoso, name):
    return get_subject_by_origin(session, contoso, guid("seed", name))


def tokens_of(session, contoso, name):
    owner = whose(session, contoso, name)
    return personal_access_tokens.list_personal_access_tokens(session, contoso, owner)


def test_connections_sign_in_in_every_way_of_the_past(connections):
    ways = {(each.type, each.scheme) for each in connections.values()}

    assert ways >= {
        ("azdoapi", "Token"),
        ("externaltfs", "Token"),
        ("github", "Token"),
        ("externalnugetfeed", "Token"),
        ("azurerm", "ServicePrincipal"),
        ("azurerm", "WorkloadIdentityFederation"),
        ("aws", "UsernamePassword"),
        ("dockerregistry", "UsernamePassword"),
    }
    assert all(get_service_endpoint_types(*way) for way in ways)


def test_one_connection_trusts_the_issuer_that_retires_and_is_trusted_by_it(session, contoso, connections):
    found = connections["payments-production"]
    issuer, subject = (found.parameter(name) for name in (endpoint_trust.ISSUER, endpoint_trust.SUBJECT))

    assert issuer == f"{RETIRING_ISSUER}{contoso.organization_id}"
    assert subject == "sc://contoso/Payments/payments-production"
    assert is_trusted(session, found.parameter("serviceprincipalid"), issuer, subject)


def test_an_update_keeps_the_issuer_that_retires_until_it_asks_for_the_other(session, contoso, connections):
    found, project = connections["payments-production"], get_project(session, contoso, "Payments").project_id
    given = {name: found.parameter(name) for name in ("tenantid", "serviceprincipalid")}
    body = endpoints.EndpointBody(
        "renamed", found.type, found.url, "", found.scheme, parameters=given, data=found.data
    )

    kept = endpoints.update_service_endpoint(session, contoso, project, found.endpoint_id, body)
    asking = endpoints.EndpointBody(
        **vars(body) | {"parameters": given | {endpoint_trust.ISSUER_TYPE: "EntraID"}}
    )
    changed = endpoints.update_service_endpoint(session, contoso, project, found.endpoint_id, asking)

    assert kept.parameter(endpoint_trust.SUBJECT) == "sc://contoso/Payments/renamed"
    assert changed.parameter(endpoint_trust.ISSUER).startswith("https://login.microsoftonline.com/")


def test_some_connections_are_used_and_some_never(session, contoso, connections):
    def used(name):
        found = connections[name]
        project = get_project(session, contoso, found.project_ids[0])
        return [
            each.result for each in get_service_endpoint_execution_records(session, project, found, top=5)
        ]

    assert used("legacy-tickets") == ["succeeded"]
    assert used("github-tools") == []


def test_people_have_tokens_of_every_kind(session, contoso):
    found = [each for name in (OWNER, STAYED, LEFT) for each in tokens_of(session, contoso, name)]
    now = session.now()

    assert {each.organization_id for each in found} == {contoso.organization_id, None}
    assert {each.valid_to_at > now for each in found} == {True, False}
    assert "app_token" in {each.scope for each in found}


def test_somebody_has_left_entra_and_still_has_tokens_connections_and_an_agent(session, contoso, connections):
    gone = whose(session, contoso, LEFT)
    pools = agent_pools.get_agent_pools(session, contoso)
    registered = {agent.created_by for pool in pools for agent in agents.get_agents(session, pool)}

    assert get_user_entitlement(session, contoso, gone.storage_key).is_deleted_in_origin
    assert tokens_of(session, contoso, LEFT)
    assert gone.storage_key in {each.created_by for each in connections.values()}
    assert gone.storage_key in registered


def test_nothing_of_it_is_a_secret(session, contoso):
    text = json.dumps(inventory(session))

    assert f'"{GIVEN}"' not in text
    assert f'\\"{GIVEN}\\"' not in text
    assert all(
        None in each.consumer_inputs.values() for each in service_hooks.list_subscriptions(session, contoso)
    )
