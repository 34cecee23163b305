"""The rule no-tier-zero-permission: permissions of Microsoft Graph, and roles of the directory."""

import pytest
from guardrails import evaluate
from guardrails.data import tier_zero
from guardrails.rules import no_tier_zero_permission

RULE = no_tier_zero_permission.RULE
APPLICATION = "azuread:index/application:Application"
GRAPH = "00000003-0000-0000-c000-000000000000"
TAKES_ALL = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
HARMLESS = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
ANYTHING = {"known", "unknown", "nested unknown", "secret", "secret block", "redacted", "wrong type"}
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}
SLOTS = [
    (no_tier_zero_permission.APP_ROLE, "appRoleId"),
    (no_tier_zero_permission.API_ACCESS, "roleIds[]"),
    (no_tier_zero_permission.API_ACCESS, "scopeIds[]"),
    (no_tier_zero_permission.DELEGATION, "claimValues[]"),
    (APPLICATION, "requiredResourceAccesses[].resourceAccesses[].id"),
]


def count(resource):
    findings = evaluate(resource, [RULE])
    assert not any(finding.crashed for finding in findings)
    return len(findings)


@pytest.mark.parametrize("type_", no_tier_zero_permission.ROLES)
def test_a_role_of_the_directory_is_refused_whatever_it_is(type_, enter):
    assert count(enter(type_, {})) == 1
    assert count(enter(type_, {"roleId": "x", "principalObjectId": "y"})) == 1


@pytest.mark.parametrize(("type_", "path"), SLOTS)
def test_a_permission_is_refused_unless_it_is_known_to_be_harmless(type_, path, refused):
    assert refused(RULE, type_, path, TAKES_ALL) == ANYTHING
    assert refused(RULE, type_, path, TAKES_ALL.upper()) == ANYTHING
    assert refused(RULE, type_, path, f" {TAKES_ALL} ") == ANYTHING
    assert refused(RULE, type_, path, HARMLESS) == UNCLEAR


def test_every_permission_on_the_list_is_refused_by_id_and_by_name(enter):
    for name, ids in tier_zero.PERMISSIONS.items():
        assert count(enter(no_tier_zero_permission.DELEGATION, {"claimValues": [name.lower()]})) == 1
        for one in ids:
            assert count(enter(no_tier_zero_permission.APP_ROLE, {"appRoleId": one})) == 1


APIS = {
    GRAPH: 1,
    GRAPH.upper(): 1,
    "00000002-0000-0000-c000-000000000000": 1,
    "499b84ac-1321-427f-aa17-267ca6975798": 0,
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9": 1,
    "[secret]": 1,
    7.0: 1,
    None: 1,
}


def test_permissions_count_unless_they_are_known_to_be_of_another_api(enter):
    unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

    def required(api):
        access = {"resourceAppId": api, "resourceAccesses": [{"id": unknown, "type": "Role"}]}
        return enter(APPLICATION, {"requiredResourceAccesses": [access]})

    def granted(api):
        return enter(no_tier_zero_permission.API_ACCESS, {"apiClientId": api, "roleIds": [unknown]})

    assert {api: count(required(api)) for api in APIS} == APIS
    assert {api: count(granted(api)) for api in APIS} == APIS


def test_one_bad_permission_among_others_is_found(enter):
    accesses = [
        {"resourceAppId": GRAPH, "resourceAccesses": [{"id": HARMLESS}]},
        {"resourceAppId": GRAPH, "resourceAccesses": [{"id": HARMLESS}, {"id": TAKES_ALL}]},
    ]

    (finding,) = evaluate(enter(APPLICATION, {"requiredResourceAccesses": accesses}), [RULE])

    assert finding.what == (
        '"ci" gives a permission that leads to the whole tenant '
        "(input requiredResourceAccesses[].resourceAccesses[].id)."
    )


def test_what_the_deployer_of_applications_needs_is_accepted(enter):
    owned_by = "18a4783c-866b-4cc7-a460-3d5e5662c884"

    assert count(enter(no_tier_zero_permission.APP_ROLE, {"appRoleId": owned_by})) == 0


def test_no_permission_stands_on_the_list_twice():
    ids = [one for row in tier_zero.PERMISSIONS.values() for one in row]

    assert len(set(ids)) == len(ids)
