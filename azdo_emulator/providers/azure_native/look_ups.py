"""Look-ups of what the subscription already has."""

from azdo_emulator.model.azure import (
    identities,
    management_groups,
    resource_groups,
    resources,
    role_assignments,
    role_definitions,
)
from azdo_emulator.providers.azure_native import federated_identity_credential, role_assignment
from azdo_emulator.providers.azure_native.scope import subscription_id
from azdo_emulator.providers.declaring import Call, Function
from azdo_emulator.providers.values import Values

REGISTRY = "Microsoft.ContainerRegistry/registries"


def get_user_assigned_identity(call: Call, given: Values) -> Values:
    """A managed identity by its name."""
    found = identities.user_assigned_identities_get(
        call.session, subscription_id(call), given["resourceGroupName"], given["resourceName"]
    )
    return {
        "azureApiVersion": "2023-01-31",
        "clientId": found.client_id,
        "id": found.id,
        "location": found.location,
        "name": found.name,
        "principalId": found.principal_id,
        "tags": dict(found.tags) or None,
        "tenantId": found.tenant_id,
        "type": identities.TYPE,
    }


def get_federated_identity_credential(call: Call, given: Values) -> Values:
    """A federated credential of a managed identity by its name."""
    return federated_identity_credential.look_up(call, given)


def get_role_assignment(call: Call, given: Values) -> Values:
    """A role assignment by its name; there is no look-up by role and principal."""
    id = role_assignments.role_assignment_id(given["scope"], given["roleAssignmentName"])
    found = role_assignments.role_assignments_get(call.session, id)
    return role_assignment.shown(found) | {"id": found.id}


def get_role_definition(call: Call, given: Values) -> Values:
    """A role by its GUID; there is no look-up by name."""
    found = role_definitions.role_definitions_get(given["scope"], given["roleDefinitionId"])
    return {
        "assignableScopes": ["/"],
        "azureApiVersion": "2022-05-01-preview",
        "id": found.id,
        "name": found.name,
        "roleName": found.role_name,
        "roleType": "BuiltInRole",
        "type": role_definitions.TYPE,
    }


def get_management_group(call: Call, given: Values) -> Values:
    """A management group by its name."""
    found = management_groups.management_groups_get(call.session, given["groupId"])
    return {
        "azureApiVersion": "2023-04-01",
        "displayName": found.display_name,
        "id": found.id,
        "name": found.name,
        "tenantId": found.tenant_id,
        "type": management_groups.TYPE,
    }


def get_registry(call: Call, given: Values) -> Values:
    """A container registry by its name."""
    group = resource_groups.resource_group_id(subscription_id(call), given["resourceGroupName"])
    id = f"{group}/providers/{REGISTRY}/{given['registryName']}"
    found = resources.resources_get_by_id(call.session, id)
    return {
        "azureApiVersion": "2023-01-01-preview",
        "id": found.id,
        "location": found.location,
        "loginServer": f"{found.name.lower()}.azurecr.io",
        "name": found.name,
        "provisioningState": "Succeeded",
        "type": REGISTRY,
    }


FUNCTIONS = (
    Function("azure-native:authorization:getRoleAssignment", get_role_assignment),
    Function("azure-native:authorization:getRoleDefinition", get_role_definition),
    Function("azure-native:containerregistry:getRegistry", get_registry),
    Function("azure-native:management:getManagementGroup", get_management_group),
    Function(
        "azure-native:managedidentity:getFederatedIdentityCredential", get_federated_identity_credential
    ),
    Function("azure-native:managedidentity:getUserAssignedIdentity", get_user_assigned_identity),
)
