"""What a create of which no end was seen has left in the sandbox's cloud, found by its natural key.

The official plug-ins have no look-up for half of these types, but the sandbox's cloud can simply be read. A
type that is not here needs none: memberships, authorisations of pipelines and roles on pools are written as
"let it be so", and writing them again makes no second one.
"""

from collections.abc import Mapping
from typing import Any

from azdo_emulator.model import Session
from azdo_emulator.model.devops.checks import (
    APPROVAL,
    BRANCH_CONTROL,
    BUSINESS_HOURS,
    EXCLUSIVE_LOCK,
    REQUIRED_TEMPLATE,
    TASK_CHECK,
)

CHECK = (
    "SELECT check_id FROM check_configurations "
    "WHERE project_id = ? AND resource_type = ? AND resource_id = ? AND type = '{type}'"
)
TASK = (
    CHECK.format(type=TASK_CHECK)
    + " AND json_extract(settings, '$.definitionRef.id') = '{definition}' COLLATE NOCASE"
)
ON = ("projectId", "targetResourceType", "targetResourceId")

SUBJECT = "SELECT storage_key FROM {table} JOIN subjects USING (storage_key) WHERE "

ENDPOINT = (
    "SELECT endpoint_id FROM service_endpoint_project_references WHERE project_id = ? AND name = ?",
    ("projectId", "serviceEndpointName"),
)

KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "azure-native:resources:ResourceGroup": (
        "SELECT id FROM resource_groups WHERE name = ? COLLATE NOCASE",
        ("resourceGroupName",),
    ),
    "azure-native:managedidentity:UserAssignedIdentity": (
        "SELECT id FROM user_assigned_identities WHERE resource_group_id LIKE '%/' || ? "
        "AND name = ? COLLATE NOCASE",
        ("resourceGroupName", "resourceName"),
    ),
    "azure-native:managedidentity:FederatedIdentityCredential": (
        "SELECT i.id || '/federatedIdentityCredentials/' || f.name FROM federated_identity_credentials f "
        "JOIN user_assigned_identities i ON i.principal_id = f.holder_id "
        "WHERE i.resource_group_id LIKE '%/' || ? AND i.name = ? COLLATE NOCASE AND f.name = ?",
        ("resourceGroupName", "resourceName", "federatedIdentityCredentialResourceName"),
    ),
    "azure-native:authorization:RoleAssignment": (
        "SELECT id FROM role_assignments WHERE scope = ? AND name = ?",
        ("scope", "roleAssignmentName"),
    ),
    "azuread:index/application:Application": (
        "SELECT '/applications/' || object_id FROM applications JOIN directory_objects USING (object_id) "
        "WHERE display_name = ?",
        ("displayName",),
    ),
    "azuread:index/servicePrincipal:ServicePrincipal": (
        "SELECT '/servicePrincipals/' || object_id FROM service_principals WHERE app_id = ?",
        ("clientId",),
    ),
    "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential": (
        "SELECT holder_id || '/federatedIdentityCredential/' || credential_id "
        "FROM federated_identity_credentials WHERE '/applications/' || holder_id = ? AND name = ?",
        ("applicationId", "displayName"),
    ),
    "azuredevops:index/servicePrincipalEntitlement:ServicePrincipalEntitlement": (
        SUBJECT.format(table="entitlements") + "kind = 'servicePrincipal' AND origin_id = ?",
        ("originId",),
    ),
    "azuredevops:index/user:User": (
        SUBJECT.format(table="entitlements") + "kind = 'user' AND principal_name = ? COLLATE NOCASE",
        ("principalName",),
    ),
    "azuredevops:index/groupEntitlement:GroupEntitlement": (
        SUBJECT.format(table="group_entitlements") + "origin_id = ?",
        ("originId",),
    ),
    "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM": ENDPOINT,
    "azuredevops:index/serviceEndpointAzureEcr:ServiceEndpointAzureEcr": ENDPOINT,
    "azuredevops:index/checkApproval:CheckApproval": (CHECK.format(type=APPROVAL), ON),
    "azuredevops:index/checkBranchControl:CheckBranchControl": (TASK.format(definition=BRANCH_CONTROL), ON),
    "azuredevops:index/checkBusinessHours:CheckBusinessHours": (TASK.format(definition=BUSINESS_HOURS), ON),
    "azuredevops:index/checkRequiredTemplate:CheckRequiredTemplate": (
        CHECK.format(type=REQUIRED_TEMPLATE),
        ON,
    ),
    "azuredevops:index/checkExclusiveLock:CheckExclusiveLock": (CHECK.format(type=EXCLUSIVE_LOCK), ON),
}
"""By type: the query for the id as the state has it, and the inputs that are the natural key."""


def find(session: Session, type_: str, inputs: Mapping[str, Any]) -> list[str]:
    """The ids of what is there already under this natural key."""
    query, keys = KEYS.get(type_, ("", ()))
    if not query or any(not isinstance(inputs.get(key), str | int) for key in keys):
        return []
    return [str(row[0]) for row in session.rows(query, *(inputs[key] for key in keys))]
