"""The types and inputs that rules ask about exist in the installed SDKs, in every spelling."""

import importlib
import inspect
import re
from functools import cache
from pathlib import Path

import guardrails
import pulumi_azuread
import pulumi_azuredevops
from guardrails.data import slots, tokens
from guardrails.data.tokens import spellings
from guardrails.engine import graph
from guardrails.rules import managed_identity_preferred, no_tier_zero_permission
from guardrails.rules import single_tenant_application as single_tenant

ROOT = Path(__file__).resolve().parents[2]
RULES = Path(next(iter(guardrails.__path__)))
TOKEN = re.compile(r'"((?:azuread|azuredevops|azure|azure-native|patless):[\w/]+:)"?\s*"?(\w+)"')

# The SDK of the classic provider is not installed; these are in its documentation.
CLASSIC = {
    "azure:armmsi/federatedIdentityCredential:FederatedIdentityCredential",
    "azure:authorization/assignment:Assignment",
    "azure:authorization/roleDefinition:RoleDefinition",
    "azure:authorization/userAssignedIdentity:UserAssignedIdentity",
    "azure:pim/activeRoleAssignment:ActiveRoleAssignment",
    "azure:pim/eligibleRoleAssignment:EligibleRoleAssignment",
}


def named():
    """Every type that is written out in a file of the rules."""
    found = {"".join(one) for path in RULES.rglob("*.py") for one in TOKEN.findall(path.read_text())}
    # The example of a type that nobody has heard of.
    return found - {"azuredevops:index/serviceendpointBrandNew:ServiceendpointBrandNew"}


def made(token):
    """The class of a type."""
    package, module, name = token.split(":")
    sdks = {"azuread": pulumi_azuread, "azuredevops": pulumi_azuredevops}
    sdk = sdks.get(package) or importlib.import_module(f"pulumi_azure_native.{module}")
    return getattr(sdk, name)


@cache
def inputs(token):
    """The inputs of a type, as they are called on the wire."""
    names = inspect.signature(made(token)._internal_init).parameters
    return {re.sub(r"_+([a-z])", lambda found: found[1].upper(), name).rstrip("_") for name in names}


def test_the_walk_sees_the_types():
    assert len(named()) > 50
    assert tokens.FLEXIBLE_TRUST in named()


def test_a_type_that_a_rule_names_is_in_the_installed_sdk():
    ours = {one for one in named() if not one.startswith(("azure:", "patless:"))}

    assert {token: made(token).pulumi_type for token in ours} == {token: token for token in ours}


def test_types_of_the_classic_provider_are_known_from_its_documentation():
    assert {one for one in named() if one.startswith("azure:")} == CLASSIC


def test_the_component_that_rules_name_exists():
    code = "".join(path.read_text() for path in (ROOT / "components").glob("*.py"))

    assert f'"{tokens.WORKLOAD}"' in code


ASKED = [
    *((token, slot) for token, slot in {**graph.BELONGS_BY, **graph.STANDS_FOR}.items()),
    *((token, one.name) for one in slots.SLOTS for token in named() if one.types.fullmatch(token)),
    *((tokens.APPLICATIONS[0], name) for name in managed_identity_preferred.INPUTS),
    *((token, "applicationId") for token in managed_identity_preferred.PARTS),
    (tokens.APPLICATIONS[0], "password"),
    (tokens.APPLICATIONS[0], "signInAudience"),
    (tokens.APPLICATIONS[0], single_tenant.FLOWS[0]),
    (tokens.APPLICATIONS[2], "signInAudience"),
    (tokens.APPLICATIONS[2], single_tenant.FLOWS[3]),
    (tokens.APPLICATIONS[2], single_tenant.FLOWS[4]),
    (single_tenant.PUBLIC_CLIENT, "enabled"),
    (no_tier_zero_permission.APP_ROLE, "appRoleId"),
    (no_tier_zero_permission.API_ACCESS, "apiClientId"),
    (no_tier_zero_permission.API_ACCESS, "roleIds"),
    (no_tier_zero_permission.API_ACCESS, "scopeIds"),
    (no_tier_zero_permission.DELEGATION, "claimValues"),
    (tokens.APPLICATIONS[0], "requiredResourceAccesses"),
    (tokens.APPLICATION_TRUST, "audiences"),
    (tokens.FLEXIBLE_TRUST, "audience"),
    (tokens.MANAGED_TRUST, "audiences"),
    (tokens.MEMBER, "principalName"),
    (tokens.MEMBER, "origin"),
    (tokens.ENTITLEMENT, "accountLicenseType"),
    (tokens.GROUP_ENTITLEMENT, "displayName"),
    (tokens.GROUP_MEMBERSHIP, "mode"),
    (tokens.TEAM_MEMBERS, "teamId"),
    (tokens.TEAM_ADMINISTRATORS, "teamId"),
    (tokens.POOL, "autoProvision"),
    (tokens.ELASTIC_POOL, "recycleAfterEachUse"),
    (tokens.MANAGED_POOL, "organizationProfile"),
    (tokens.MANAGED_POOL, "agentProfile"),
    (tokens.ROLE_ON_RESOURCE, "roleName"),
    (tokens.ROLE_ASSIGNMENTS[0], "principalType"),
    (tokens.ROLE_DEFINITIONS[0], "permissions"),
]


def test_an_input_that_a_rule_asks_for_is_in_the_installed_sdk():
    asked = {one for one in ASKED if one[0] not in CLASSIC}

    missing = {(token, name) for token, name in asked if name not in inputs(token)}

    # A trust that matches by an expression has no subject.
    assert missing == {(tokens.FLEXIBLE_TRUST, "subject")}


def test_every_permission_type_of_the_installed_sdk_is_seen():
    names = [name for name in vars(pulumi_azuredevops) if name.endswith("Permissions")]
    types = {getattr(pulumi_azuredevops, name).pulumi_type for name in names}

    assert len(types) > 10
    assert all(re.fullmatch(slots.PERMISSIONS, token) for token in types)


def test_every_federated_credential_of_the_installed_sdk_is_seen():
    names = {name for name in vars(pulumi_azuread) if name.endswith("FederatedIdentityCredential")}

    assert {getattr(pulumi_azuread, name).pulumi_type for name in names} == set(tokens.TRUSTS[:2])


SPELLINGS = {
    "azure-native:managedidentity:UserAssignedIdentity": True,
    "azure-native:managedidentity/v20241130:UserAssignedIdentity": True,
    "azure-native:managedidentity/v20250131preview:UserAssignedIdentity": True,
    "azure-native_managedidentity_v20241130:managedidentity:UserAssignedIdentity": True,
    "azure-native:managedidentity:UserAssignedIdentityX": False,
    "azure-native:managedidentity/x:y:UserAssignedIdentity": False,
    "azuredevops:index/pool:Pool": True,
    "azuredevops:Agent/pool:Pool": True,
    "azuredevops:index/pool:Pools": False,
    "azuread:index/application:Application": True,
    "azuread:other/application:Application": False,
    "xazuread:index/application:Application": False,
}


def test_a_type_is_matched_in_every_spelling_and_no_other_type_is():
    pattern = spellings((tokens.MANAGED_IDENTITIES[0], tokens.POOL, tokens.APPLICATIONS[0]))

    assert {one: bool(pattern.fullmatch(one)) for one in SPELLINGS} == SPELLINGS
