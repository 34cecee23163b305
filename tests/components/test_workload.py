"""A workload puts the right id in each slot, in an order that needs no second run."""

import pytest

from components import AccessLevel, Workload, WorkloadArgs

ARGS: WorkloadArgs = {
    "purpose": "Labels new work items.",
    "owners": ["sg-support"],
    "managed_identity": {
        "identity_name": "id-triage",
        "resource_group": "rg-identities",
        "location": "westeurope",
    },
    "access_level": AccessLevel.BASIC,
    "member_of": {"[Support]\\Contributors": "vssgp.contributors", "Readers": "vssgp.readers"},
}
MEMBER = "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement"
MEMBERSHIP = "azuredevops:index/groupMembership:GroupMembership"


def by_type(registrations, type):
    return [found for found in registrations if found.type == type]


def test_the_entitlement_takes_the_principal_id_and_not_the_client_id(deploy):
    (member,) = by_type(deploy(lambda: Workload("triage", ARGS)), MEMBER)

    assert member.inputs["originId"] == "triage-identity-user-assigned:principalId"


def test_basic_is_express_on_the_wire(deploy):
    (member,) = by_type(deploy(lambda: Workload("triage", ARGS)), MEMBER)

    assert member.inputs["accountLicenseType"] == "express"
    assert (member.inputs["origin"], member.inputs["licensingSource"]) == ("aad", "account")


def test_an_entitlement_is_deleted_before_it_is_replaced(deploy):
    (member,) = by_type(deploy(lambda: Workload("triage", ARGS)), MEMBER)

    assert member.delete_before_replace


def test_protect_guards_the_entitlement_and_nothing_that_could_be_made_again(deploy):
    registrations = deploy(lambda: Workload("triage", {**ARGS, "protect": True}))

    protected = {found.type for found in registrations if found.protect and found.type.startswith("a")}
    assert protected == {MEMBER}


def test_a_membership_joins_the_members_descriptor_to_the_groups_and_never_overwrites(deploy):
    memberships = by_type(deploy(lambda: Workload("triage", ARGS)), MEMBERSHIP)

    # Siblings register in no particular order.
    assert sorted(
        (found.inputs["group"], found.inputs["members"], found.inputs["mode"]) for found in memberships
    ) == [
        ("vssgp.contributors", ["triage-entitlement-member:descriptor"], "add"),
        ("vssgp.readers", ["triage-entitlement-member:descriptor"], "add"),
    ]


def test_every_child_stands_under_its_component(deploy):
    registrations = deploy(lambda: Workload("triage", ARGS))

    assert [found.name for found in registrations if found.parent == "patless-test"] == ["triage"]
    assert all(found.name.startswith(found.parent) for found in registrations[1:])


def test_connections_of_one_name_are_told_apart_by_their_labels(deploy):
    target = {"subscription": "s", "subscription_name": "S", "resource_group": "rg"}
    connections = {
        project: {"connection_name": "azure", "project_id": project, "target": target}
        for project in ("support", "platform")
    }
    registrations = deploy(lambda: Workload("triage", {**ARGS, "connections": connections}))

    endpoints = by_type(registrations, "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM")
    trusts = by_type(registrations, "azure-native:managedidentity:FederatedIdentityCredential")
    assert {(one.inputs["projectId"], one.inputs["serviceEndpointName"]) for one in endpoints} == {
        ("support", "azure"),
        ("platform", "azure"),
    }
    slot = "federatedIdentityCredentialResourceName"
    assert {one.inputs[slot] for one in trusts} == {
        f"sc-triage-connection-{label}-endpoint:id" for label in connections
    }


def test_one_role_of_two_connections_is_assigned_once(deploy):
    target = {"role": "R", "subscription": "s", "subscription_name": "S", "resource_group": "rg"}
    connections = {
        "one": {"project_id": "p", "target": target},
        "two": {"project_id": "q", "target": {**target, "role": "r", "resource_group": "RG"}},
    }
    roles = [{"role": "r", "scope": "/subscriptions/s/resourceGroups/rg"}]

    found = deploy(lambda: Workload("triage", {**ARGS, "connections": connections, "roles": roles}))

    assert len(by_type(found, "azure-native:authorization:RoleAssignment")) == 1


@pytest.mark.parametrize("said", ["by the workload", "by the connection"])
def test_a_role_that_is_wanted_twice_keeps_its_reason(deploy, said):
    reason = {"reason": "Pays the bill."}
    target = {"role": "r", "subscription": "s"} | (reason if said == "by the connection" else {})
    role = {"role": "R", "scope": "/subscriptions/S"} | (reason if said == "by the workload" else {})
    connections = {"one": {"project_id": "p", "target": target}}

    found = deploy(lambda: Workload("triage", {**ARGS, "connections": connections, "roles": [role]}))

    [made] = by_type(found, "azure-native:authorization:RoleAssignment")
    assert made.inputs["description"] == "Pays the bill."


def test_a_workload_outside_the_organisation_has_an_identity_alone(deploy):
    args = {key: value for key, value in ARGS.items() if key not in ("access_level", "member_of")}

    registrations = deploy(lambda: Workload("triage", args))

    assert [found.type.split(":")[0] for found in registrations] == ["patless", "azure-native"]


def test_a_group_without_an_access_level_is_refused_before_any_resource(deploy):
    args = {key: value for key, value in ARGS.items() if key != "access_level"}

    with pytest.raises(ValueError, match=r"triage is in groups .* set access_level"):
        deploy(lambda: Workload("triage", args))


def test_reviews_find_purpose_and_owners_on_the_workload(deploy):
    workload = deploy(lambda: Workload("triage", ARGS))[0]

    assert workload.inputs["purpose"] == "Labels new work items."
    assert workload.inputs["owners"] == ["sg-support"]
