"""The rule traced-unknowns: where values come from that decide who is trusted and are not known yet."""

import pytest
from guardrails import evaluate
from guardrails.data.fixtures import (
    application,
    connection,
    connection_trust,
    entitlement,
    fixture,
    managed_identity,
)
from guardrails.data.slots import SLOTS
from guardrails.data.tokens import (
    APPLICATION_TRUST,
    CLASSIC_TRUST,
    ENTITLEMENT,
    GROUP_MEMBERSHIP,
    MANAGED_TRUST,
    ROLE_ASSIGNMENTS,
    ROLE_ON_RESOURCE,
)
from guardrails.engine.example import Example
from guardrails.rules import exact_trust, traced_unknowns, trusted_issuer

RULE = traced_unknowns.RULE
UNKNOWN = {"unknown", "nested unknown"}

# By property: a type that has it, a resource that its value may come from, and one that it may not.
CASES = {
    "issuer": (APPLICATION_TRUST, connection(), application()),
    "subject": (MANAGED_TRUST, connection(), managed_identity()),
    "issuer of a cluster": (
        MANAGED_TRUST,
        fixture("azure-native:containerservice:ManagedCluster"),
        fixture("random:index/randomString:RandomString"),
    ),
    "subject in a cluster": (
        MANAGED_TRUST,
        fixture("kubernetes:core/v1:ServiceAccount"),
        fixture("kubernetes:core/v1:ConfigMap"),
    ),
    "applicationId": (APPLICATION_TRUST, application(), connection()),
    "parentId": (
        CLASSIC_TRUST,
        fixture("azure:authorization/userAssignedIdentity:UserAssignedIdentity"),
        connection(),
    ),
    "subject of our own": (
        MANAGED_TRUST,
        fixture("patless-native:index:Readiness"),
        fixture("other-native:index:Readiness"),
    ),
    "originId": (ENTITLEMENT, managed_identity(), connection()),
    "originId of a machine": (
        ENTITLEMENT,
        fixture("azure-native:compute/v20240301:VirtualMachine"),
        fixture("command:local:Command"),
    ),
    "originId of a person": (
        "azuredevops:index/user:User",
        fixture("azuread:index/user:User"),
        fixture("azuread:index/domain:Domain"),
    ),
    "originId of a group": (
        "azuredevops:index/groupEntitlement:GroupEntitlement",
        fixture("azuread:index/group:Group"),
        fixture("azuread:index/administrativeUnit:AdministrativeUnit"),
    ),
    "group": (GROUP_MEMBERSHIP, fixture("azuredevops:index/group:Group"), application()),
    "group of a project": (
        GROUP_MEMBERSHIP,
        fixture("azuredevops:index/team:Team"),
        fixture("azuredevops:index/project:Project"),
    ),
    "members": (GROUP_MEMBERSHIP, entitlement(), fixture("random:index/randomId:RandomId")),
    "identityId": (ROLE_ON_RESOURCE, entitlement(), fixture("pulumi:index:Stash")),
    "principalId": (ROLE_ASSIGNMENTS[0], managed_identity(), fixture("random:index/randomUuid:RandomUuid")),
    "scope": (
        ROLE_ASSIGNMENTS[0],
        fixture("azure-native:resources:ResourceGroup"),
        fixture("azure-native:management:ManagementGroup"),
    ),
    "scope of a subscription": (
        ROLE_ASSIGNMENTS[2],
        fixture("azure:core/resourceGroup:ResourceGroup"),
        fixture("azure:core/subscription:Subscription"),
    ),
    "roleDefinitionId": (
        ROLE_ASSIGNMENTS[0],
        fixture("azure-native:authorization:RoleDefinition"),
        fixture("azure-native:resources:ResourceGroup"),
    ),
    "principal": (
        "azuredevops:index/gitPermissions:GitPermissions",
        fixture("azuredevops:index/group:Group"),
        fixture("azuredevops:index/project:Project"),
    ),
}


def holder(case, source):
    """A resource whose property takes its value from another."""
    type_, _, _ = CASES[case]
    name = case.partition(" ")[0]
    value = f"${{{source}.value}}"
    return fixture(type_, **{name: [value] if name == "members" else value})


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_known_yet_has_to_come_from_a_resource_that_can_have_it(case, found):
    _, good, bad = CASES[case]
    stack = {"good": good, "bad": bad}

    assert "ci" not in found(RULE, stack | {"ci": holder(case, "good")})
    assert "ci" in found(RULE, stack | {"ci": holder(case, "bad")})
    assert "ci" in found(RULE, stack | {"ci": holder(case, "nowhere")})


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.path)
def test_only_what_is_not_known_yet_is_asked_for_its_source(slot, refused_in):
    type_ = next(one for one in TYPES if slot.types.fullmatch(one))

    states = refused_in(RULE, {}, type_, slot.path, "anything")

    # A list of the wrong type cannot be read, which is the same as not known.
    assert states == UNKNOWN | ({"wrong type"} if "[]" in slot.path else set())


TYPES = [
    APPLICATION_TRUST,
    MANAGED_TRUST,
    "azure:armmsi/federatedIdentityCredential:FederatedIdentityCredential",
    ENTITLEMENT,
    GROUP_MEMBERSHIP,
    "azuredevops:index/team:Team",
    ROLE_ON_RESOURCE,
    *ROLE_ASSIGNMENTS,
    "azuread:index/appRoleAssignment:AppRoleAssignment",
    "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant",
    "azuredevops:index/feedPermission:FeedPermission",
    "azuredevops:index/securityPermissions:SecurityPermissions",
]


def test_the_source_is_found_through_what_only_hands_it_on(found):
    waits = fixture("patless-native:index:Readiness", principalId="${bot.principalId}")
    member = fixture(ENTITLEMENT, originId="${ready.principalId}")

    assert found(RULE, {"bot": managed_identity(), "ready": waits, "member": member}) == []


def test_the_settings_name_more_sources(found):
    stack = {"idp": fixture("okta:index/app:App"), "ci": holder("issuer", "idp")}

    assert "ci" in found(RULE, stack)
    assert found(RULE, stack, sources=["okta:.*"]) == []


def test_a_bad_issuer_that_becomes_known_is_stopped_by_the_rules_about_the_resource():
    """The other half: what passes here unknown is refused there once it is known."""
    stack = {"bot": managed_identity(), "azure": connection(), "ci": connection_trust()}
    *_, first_preview = Example("", stack).declared()
    *_, update = Example(
        "", stack | {"ci": connection_trust(issuer="https://x.example", subject="*")}
    ).declared()

    assert evaluate(first_preview, [trusted_issuer.RULE, exact_trust.RULE]) == []
    assert {finding.rule for finding in evaluate(update, [trusted_issuer.RULE, exact_trust.RULE])} == {
        "trusted-issuer",
        "exact-trust",
    }


SAID = {
    "issuer": ("The issuer of", "a connection or cluster"),
    "subject": ("The subject of", "a connection or cluster"),
    "applicationId": ("The identity of", "an application"),
    "resourceName": ("The identity of", "a managed identity"),
    "parentId": ("The identity of", "a managed identity"),
    "originId": ("The member of", "an identity"),
    "group": ("The group of", "a group"),
    "members": ("A member of", "a member"),
    "administrators": ("An administrator of", "a member"),
    "identityId": ("Who gets the role of", "a member"),
    "principalId": ("Who gets the role of", "an identity"),
    "scope": ("The scope of", "a resource of Azure"),
    "roleDefinitionId": ("The role of", "a role definition"),
    "principalObjectId": ("Who gets the permission of", "an identity"),
    "servicePrincipalObjectId": ("Who gets the permission of", "an identity"),
    "identityDescriptor": ("Who gets the role of", "a member"),
    "principal": ("Who gets the permissions of", "a member"),
}


def test_the_finding_says_which_input_it_is_and_where_it_has_to_come_from():
    said = {}
    for slot in SLOTS:
        type_ = next(one for one in TYPES if slot.types.fullmatch(one))
        stack = Example("", {"ci": fixture(type_, **{slot.name: "${nowhere.x}"})}).declared()
        (finding,) = RULE.examine(stack)
        said[slot.name] = finding.what

    assert said == {
        name: f'{what} "ci" is not known yet and does not come from {source} of the stack (input {name}).'
        for name, (what, source) in SAID.items()
    }
