"""Policies of the organisation and of its tenant: no official client has them, so a bare one asks."""

from azdo_emulator.model.devops import policies
from azdo_emulator.model.devops.projects import get_organization
from tests.azdo_emulator.http.conftest import client, refused, token

CREATION = "/_apis/OrganizationPolicy/Policies/Policy.DisablePATCreation"
TENANT = "/_apis/TenantPolicy/Policies/TenantPolicy.RestrictPersonalAccessTokenLifespan"
ON = [{"op": "replace", "path": "/Value", "value": "true"}]
OWNER, READER = "admin@contoso.com", "dev.two@contoso.com"


def as_person(server, name, host=""):
    return client(f"{server.http}{host}/contoso", token(server, person=name))


def test_what_nobody_has_set_is_what_the_caller_says(contoso):
    for default in (True, False):
        found = contoso.get(
            "/_apis/organizationpolicy/policies/Policy.LogAuditEvents", params={"defaultValue": default}
        )
        assert found.json() == {
            "name": "Policy.LogAuditEvents",
            "value": default,
            "effectiveValue": default,
            "isValueUndefined": True,
            "properties": {},
        }


def test_a_policy_is_set_by_the_patch_of_dot_net_too(contoso):
    contoso.patch(CREATION, json=[{"op": "replace", "path": "/Value", "value": "false"}])

    answer = contoso.patch(CREATION, json=[{"from": "", "op": 2, "path": "/Value", "value": "true"}])

    assert answer.status_code == 204
    found = contoso.get(CREATION).json()
    assert (found["value"], found["effectiveValue"], "isValueUndefined" in found) == (True, True, False)


def test_a_patch_of_anything_else_is_refused(contoso):
    for patch in (ON[0] | {"path": "/Properties"}, ON[0] | {"value": "perhaps"}):
        assert refused(contoso.patch(CREATION, json=[patch])) == (400, "VssPropertyValidationException")


def test_a_policy_that_there_is_not_is_refused(contoso):
    for answer in (contoso.get(f"{CREATION}s"), contoso.patch(f"{CREATION}s", json=ON)):
        assert refused(answer) == (404, "PolicyNotFoundException")


def test_only_an_administrator_sets_one(server):
    with as_person(server, READER) as reader:
        assert refused(reader.patch(CREATION, json=ON)) == (403, "AccessCheckException")


def test_the_tenants_own_are_for_its_administrators(server, contoso):
    with server.cloud.write() as session:
        organization = get_organization(session, "contoso")
        lifespan = {"MaxPatLifespanInDays": 14}
        policies.set_tenant_policy(session, organization, policies.RESTRICT_LIFESPAN, True, lifespan)

    with as_person(server, OWNER, "/vssps.dev.azure.com") as owner:
        found = owner.get(TENANT).json()
    with as_person(server, READER, "/vssps.dev.azure.com") as reader:
        refusal = reader.get(TENANT)

    assert (found["value"], found["properties"]) == (True, lifespan)
    assert refused(refusal) == (403, "AccessCheckException")
