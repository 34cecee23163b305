"""What Azure Resource Manager answers when it refuses."""

from azdo_emulator.model.errors import Refused


def authorization_failed(client: str, object_id: str, action: str, scope: str) -> Refused:
    """No role of the caller allows the action there; client is the name of a person, else the id again."""
    return Refused(
        403,
        "AuthorizationFailed",
        f"The client '{client}' with object id '{object_id}' does not have authorization to perform action "
        f"'{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please "
        "refresh your credentials.",
    )


def subscription_not_found(subscription_id: str) -> Refused:
    """No subscription has this id."""
    return Refused(404, "SubscriptionNotFound", f"The subscription '{subscription_id}' could not be found.")


def management_group_not_found(id: str) -> Refused:
    """The tenant has no such management group."""
    return Refused(404, "NotFound", f"'{id}' not found")


def resource_group_not_found(name: str) -> Refused:
    """The subscription has no such resource group."""
    return Refused(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")


def resource_not_found(type_and_name: str, resource_group: str) -> Refused:
    """The resource group has no such resource."""
    return Refused(
        404,
        "ResourceNotFound",
        f"The Resource '{type_and_name}' under resource group '{resource_group}' was not found.",
    )


def parent_not_found(name: str) -> Refused:
    """What the resource is a part of is not there."""
    return Refused(
        404,
        "ParentResourceNotFound",
        f"Can not perform requested operation on nested resource. Parent resource '{name}' not found.",
    )


def group_is_elsewhere(location: str, present: str) -> Refused:
    """A resource group cannot move."""
    return Refused(
        409,
        "InvalidResourceGroupLocation",
        f"Invalid resource group location '{location}'. "
        f"The Resource group already exists in location '{present}'.",
    )


def resource_is_elsewhere(name: str, resource_group: str, location: str, present: str) -> Refused:
    """A resource cannot move."""
    return Refused(
        409,
        "InvalidResourceLocation",
        f"The resource '{name}' already exists in location '{present}' in resource group '{resource_group}'. "
        f"A resource with the same name cannot be created in location '{location}'. "
        "Please select a new resource name.",
    )


def location_required() -> Refused:
    """A resource has to be somewhere."""
    return Refused(400, "LocationRequired", "The location property is required for this definition.")


def name_not_valid(name: str, what: str) -> Refused:
    """The name breaks the rules for names. Code and words not seen live."""
    return Refused(400, "InvalidResourceName", f"The name '{name}' is not valid for {what}.")


def concurrent_credential_writes(identity_id: str) -> Refused:
    """An identity takes one write of a federated credential at a time."""
    return Refused(
        409,
        "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        "Too many Federated Identity Credentials are written concurrently for the managed identity "
        f"'{identity_id.lower()}'. Concurrent Federated Identity Credentials writes under the same managed "
        "identity are not supported.",
    )


def role_definition_not_found(guid: str) -> Refused:
    """No role has this GUID."""
    return Refused(
        404,
        "RoleDefinitionDoesNotExist",
        f"The specified role definition with ID '{guid.replace('-', '')}' does not exist.",
    )


def role_assignment_not_found(name: str) -> Refused:
    """The scope has no such assignment."""
    return Refused(404, "RoleAssignmentNotFound", f"The role assignment '{name}' is not found.")


def role_assignment_name_not_valid(name: str) -> Refused:
    """An assignment is named by a GUID."""
    return Refused(
        400,
        "InvalidRoleAssignmentId",
        f"The role assignment ID '{name}' is not valid. The role assignment ID must be a GUID.",
    )


def role_assignment_exists() -> Refused:
    """A principal has a role in a scope once, however the assignment is named."""
    return Refused(409, "RoleAssignmentExists", "The role assignment already exists.")


def role_assignment_keeps_its_principal() -> Refused:
    """An assignment cannot become another's. That it cannot become another role's was not seen live."""
    return Refused(
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    )


def identity_not_in_graph_yet() -> Refused:
    """Entra does not see a new managed identity yet (azurerm#32179). Status and code not seen live."""
    return Refused(
        404, "NotFound", "MS Graph resource not found during Federated Identity Credential creation."
    )


def principal_not_found(principal_id: str, tenant_id: str) -> Refused:
    """The directory has nobody of this id who can have a role: an application or a client id is nobody."""
    return Refused(
        400,
        "PrincipalNotFound",
        f"Principal {principal_id.replace('-', '')} does not exist in the directory {tenant_id}. Check that "
        "you have the correct principal ID. If you are creating this principal and then immediately "
        "assigning a role, this error might be related to a replication delay. In this case, set the role "
        "assignment principalType property to a value, such as ServicePrincipal, User, or Group.",
    )


def unmatched_principal_type(principal_id: str, kind: str, said: str) -> Refused:
    """The principal is something else than the assignment says."""
    return Refused(
        400,
        "UnmatchedPrincipalType",
        f"The PrincipalId '{principal_id.replace('-', '')}' has type '{kind}', which is different from "
        f"specified PrinciaplType '{said}'.",
    )


def scope_not_valid(scope: str) -> Refused:
    """The scope is none that the sandbox has. Code and words not seen live."""
    return Refused(400, "InvalidScope", f"The scope '{scope}' is not valid.")
