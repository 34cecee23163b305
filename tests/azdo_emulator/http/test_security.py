"""Security namespaces, access control lists and permission probes, through Microsoft's own package."""

import pytest

from azdo_emulator.model.devops.security_namespaces import (
    COLLECTION,
    DISTRIBUTED_TASK,
    ENDPOINTS,
    PROJECT,
)
from azdo_emulator.model.seed import TENANT
from tests.azdo_emulator.http.conftest import client, connected, refused, token

SOMEBODY = f"Microsoft.IdentityModel.Claims.ClaimsIdentity;{TENANT}\\dev.two@contoso.com"
READER = "dev.two@contoso.com"


@pytest.fixture
def security(azure_devops):
    return azure_devops.get_security_client()


@pytest.fixture
def of_reader(server, azure_devops_package):
    with connected(azure_devops_package, server, token(server, person=READER)) as clients:
        yield clients.get_security_client()


@pytest.fixture
def support(projects):
    return f"$PROJECT:vstfs:///Classification/TeamProject/{projects['Support']}:"


def entries(token, merge=True, **bits):
    return {"token": token, "merge": merge, "accessControlEntries": [{"descriptor": SOMEBODY} | bits]}


def test_namespaces_tell_their_bits(security):
    found = {each.name: each for each in security.query_security_namespaces()}

    assert {"Collection", "Project", "ServiceEndpoints", "DistributedTask"} <= set(found)
    bits = {action.name: action.bit for action in found["Collection"].actions}
    assert (bits["GENERIC_WRITE"], bits["CREATE_PROJECTS"], bits["MANAGE_ENTERPRISE_POLICIES"]) == (
        2,
        4,
        2048,
    )
    [one] = security.query_security_namespaces(ENDPOINTS)
    assert {action.name: action.bit for action in one.actions}["ViewEndpoint"] == 16


def test_entries_are_merged_and_a_bit_is_never_both(security, support):
    security.set_access_control_entries(entries(support, allow=2), PROJECT)

    [merged] = security.set_access_control_entries(entries(support, allow=4, deny=2), PROJECT)

    assert (merged.allow, merged.deny) == (4, 2)
    [found] = security.query_access_control_lists(PROJECT, token=support)
    assert found.aces_dictionary[SOMEBODY].allow == 4
    [other] = security.set_access_control_entries(entries(support, merge=False, allow=1), PROJECT)
    assert (other.allow, other.deny) == (1, 0)


def test_lists_are_by_token_descriptor_and_what_is_below(security, projects):
    above = f"endpoints/{projects['Support']}"
    for each in (above, f"{above}/{TENANT}", f"endpoints/{projects['Payments']}"):
        security.set_access_control_entries(entries(each, allow=1), ENDPOINTS)

    def tokens(**wanted):
        return {each.token for each in security.query_access_control_lists(ENDPOINTS, **wanted)}

    assert tokens(token=above) == {above}
    assert tokens(token=above, recurse=True) == {above, f"{above}/{TENANT}"}
    assert len(tokens()) == 3
    assert tokens(descriptors="nobody") == set()


def test_an_entry_is_taken_away_in_part_and_whole(security, support):
    security.set_access_control_entries(entries(support, allow=6), PROJECT)

    left = security.remove_permission(PROJECT, SOMEBODY, permissions=2, token=support)

    assert left.allow == 4
    assert security.remove_access_control_entries(PROJECT, token=support, descriptors=SOMEBODY) is True
    assert security.query_access_control_lists(PROJECT, token=support) == []
    assert security.remove_access_control_entries(PROJECT, token=support, descriptors=SOMEBODY) is False


def test_an_administrator_may_and_a_reader_reads(security, of_reader, support, projects):
    probes = {
        (COLLECTION, 2): "NAMESPACE:",
        (PROJECT, 2): support,
        (ENDPOINTS, 4): f"endpoints/{projects['Support']}",
        (DISTRIBUTED_TASK, 2): "AgentPools/9",
    }
    for (namespace, bits), place in probes.items():
        assert security.has_permissions(namespace, bits, tokens=place) == [True]
        assert of_reader.has_permissions(namespace, bits, tokens=place) == [False]
    assert of_reader.has_permissions(PROJECT, 1, tokens=f"{support},{support}") == [True, True]


def test_an_entry_of_ones_own_decides_before_groups(security, of_reader, support):
    security.set_access_control_entries(entries(support, allow=2), PROJECT)
    assert of_reader.has_permissions(PROJECT, 2, tokens=support) == [True]

    security.set_access_control_entries(entries(support, deny=2), PROJECT)
    assert of_reader.has_permissions(PROJECT, 2, tokens=support) == [False]


def test_several_questions_are_answered_at_once(of_reader, support):
    questions = [
        {"securityNamespaceId": PROJECT, "token": support, "permissions": bits} for bits in (1, 2, 3)
    ]

    answer = of_reader.has_permissions_batch({"evaluations": questions})

    assert [each.value for each in answer.evaluations] == [True, False, False]


def test_only_an_administrator_of_the_place_changes_entries(server, support):
    path = f"/_apis/accesscontrolentries/{PROJECT}"
    with client(f"{server.http}/contoso", token(server, person=READER)) as reader:
        answers = [
            reader.post(path, json=entries(support, allow=2)),
            reader.post(f"/_apis/accesscontrolentries/{COLLECTION}", json=entries("NAMESPACE:", allow=2)),
            reader.delete(path, params={"token": support, "descriptors": SOMEBODY}),
            reader.delete(
                f"/_apis/permissions/{PROJECT}/2", params={"token": support, "descriptor": SOMEBODY}
            ),
        ]

    assert {refused(answer) for answer in answers} == {(403, "AccessCheckException")}


def test_a_namespace_that_there_is_not_is_refused(contoso):
    for path in (
        f"/_apis/securitynamespaces/{TENANT}",
        f"/_apis/accesscontrollists/{TENANT}",
        f"/_apis/permissions/{TENANT}/1?tokens=x",
    ):
        assert refused(contoso.get(path)) == (404, "InvalidSecurityNamespaceException")
