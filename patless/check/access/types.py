"""The resource types that give access or guard it."""

import re

# azure-native spells a version into some tokens.
MANAGED_IDENTITY = re.compile(r"azure-native:managedidentity(/v\w+)?:UserAssignedIdentity")
APPLICATION = re.compile(r"azuread:index/(application:Application|applicationRegistration:\w+)")
PRINCIPAL = re.compile(r"azuread:index/servicePrincipal:ServicePrincipal")

SEAT = re.compile(r"azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement")
PERSON = re.compile(r"azuredevops:index/user:User")
GROUP_RULE = re.compile(r"azuredevops:index/groupEntitlement:GroupEntitlement")
MEMBERSHIP = re.compile(r"azuredevops:index/groupMembership:GroupMembership")
GROUP = re.compile(r"azuredevops:index/group:Group")
WHOLE_TEAM = re.compile(r"azuredevops:index/team:Team")
TEAM = re.compile(r"azuredevops:index/team(?P<part>Members|Administrators):\w+")
RESOURCE_ROLE = re.compile(r"azuredevops:index/securityroleAssignment:SecurityroleAssignment")
PERMISSIONS = re.compile(r"azuredevops:index/(?P<kind>\w+?)Permissions:\w+")

TRUST = re.compile(
    r"azuread:index/application(Flexible)?FederatedIdentityCredential:\w+"
    r"|azure-native:managedidentity(/v\w+)?:FederatedIdentityCredential"
)
HELD = re.compile(r"azuread:index/(application|servicePrincipal)(?P<kind>Password|Certificate):\w+")

ENTRA_GROUP = re.compile(r"azuread:index/(groupMember:GroupMember|group:Group)")
OWNER = re.compile(r"azuread:index/applicationOwner:ApplicationOwner")

AZURE_ROLE = re.compile(r"azure-native:authorization(/v\w+)?:RoleAssignment")
ENTRA_ROLE = re.compile(r"azuread:index/(directoryRoleAssignment|directoryRoleMember):\w+")
APP_ROLE = re.compile(r"azuread:index/(appRoleAssignment|servicePrincipalDelegatedPermissionGrant):\w+")

CONNECTION = re.compile(
    r"azuredevops:index/service_?endpoint(?!Permissions:)(?P<kind>\w+?):\w+", re.IGNORECASE
)
ACTING = re.compile(r"azuredevops:index/service_?endpointAzure(RM|Ecr):\w+", re.IGNORECASE)
"""Connections that sign in as an identity of Entra."""

PIPELINE = re.compile(r"azuredevops:index/pipelineAuthorization:PipelineAuthorization")
OLD_PIPELINE = re.compile(r"azuredevops:index/resourceAuthorization:ResourceAuthorization")

CHECK = re.compile(
    r"azuredevops:index/"
    r"check(?P<kind>Approval|BranchControl|BusinessHours|ExclusiveLock|RequiredTemplate|RestApi):\w+"
)
BRANCH_POLICY = re.compile(r"azuredevops:index/(branchPolicy|repositoryPolicy)(?P<kind>\w+?):\w+")
