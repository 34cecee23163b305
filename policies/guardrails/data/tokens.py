"""The resource types that the rules are about, and every way in which a program can spell them."""

import re
from collections.abc import Sequence

APPLICATIONS = (
    "azuread:index/application:Application",
    "azuread:index/applicationFromTemplate:ApplicationFromTemplate",
    "azuread:index/applicationRegistration:ApplicationRegistration",
)
SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal"
CLASSIC_MANAGED_IDENTITY = "azure:authorization/userAssignedIdentity:UserAssignedIdentity"
MANAGED_IDENTITIES = ("azure-native:managedidentity:UserAssignedIdentity", CLASSIC_MANAGED_IDENTITY)

APPLICATION_TRUST = (
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential"
)
FLEXIBLE_TRUST = (
    "azuread:index/applicationFlexibleFederatedIdentityCredential:"
    "ApplicationFlexibleFederatedIdentityCredential"
)
MANAGED_TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
CLASSIC_TRUST = "azure:armmsi/federatedIdentityCredential:FederatedIdentityCredential"
TRUSTS = (APPLICATION_TRUST, FLEXIBLE_TRUST, MANAGED_TRUST, CLASSIC_TRUST)

ENTITLEMENT = "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement"
GROUP_ENTITLEMENT = "azuredevops:index/groupEntitlement:GroupEntitlement"
MEMBER = "azuredevops:index/user:User"
GROUP = "azuredevops:index/group:Group"
TEAM = "azuredevops:index/team:Team"
GROUP_MEMBERSHIP = "azuredevops:index/groupMembership:GroupMembership"
TEAM_MEMBERS = "azuredevops:index/teamMembers:TeamMembers"
TEAM_ADMINISTRATORS = "azuredevops:index/teamAdministrators:TeamAdministrators"

AZURE_CONNECTION = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"
REGISTRY_CONNECTION = "azuredevops:index/serviceEndpointAzureEcr:ServiceEndpointAzureEcr"
GENERIC_CONNECTION = "azuredevops:index/serviceendpointGenericV2:ServiceendpointGenericV2"
FEDERATED_CONNECTIONS = (AZURE_CONNECTION, REGISTRY_CONNECTION, GENERIC_CONNECTION)

ROLE_ON_RESOURCE = "azuredevops:index/securityroleAssignment:SecurityroleAssignment"
POOL = "azuredevops:index/pool:Pool"
ELASTIC_POOL = "azuredevops:index/elasticPool:ElasticPool"
MANAGED_POOL = "azure-native:devopsinfrastructure:Pool"
PIPELINE_AUTHORIZATION = "azuredevops:index/pipelineAuthorization:PipelineAuthorization"
RESOURCE_AUTHORIZATION = "azuredevops:index/resourceAuthorization:ResourceAuthorization"

ROLE_ASSIGNMENTS = (
    "azure-native:authorization:RoleAssignment",
    "azure-native:authorization:PimRoleEligibilitySchedule",
    "azure:authorization/assignment:Assignment",
    "azure:pim/activeRoleAssignment:ActiveRoleAssignment",
    "azure:pim/eligibleRoleAssignment:EligibleRoleAssignment",
)
ROLE_DEFINITIONS = (
    "azure-native:authorization:RoleDefinition",
    "azure:authorization/roleDefinition:RoleDefinition",
)

WORKLOAD = "patless:index:Workload"
MEMBERS = "patless:index:Members"


def spellings(tokens: Sequence[str]) -> re.Pattern[str]:
    """Matches these types however they are spelled."""
    return re.compile("|".join(map(_spelling, tokens)))


def _spelling(token: str) -> str:
    package, module, name = token.split(":")
    if package == "azure-native":
        # With an API version, and in the packages that `pulumi package add azure-native ...` makes.
        return rf"azure-native(_\w+)?:{re.escape(module)}(/v\w+)?:{re.escape(name)}"
    if package == "azuredevops":
        # Older SDKs had several modules.
        return rf"azuredevops:\w+/{re.escape(module.partition('/')[2])}:{re.escape(name)}"
    return re.escape(token)
