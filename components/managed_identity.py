"""A managed identity: an identity in Entra that Azure keeps and that has no secret."""

from typing import NotRequired, TypedDict

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_azure_native import managedidentity

from components.existing import Inputs, Look, guarded, known


class ManagedIdentityArgs(TypedDict):
    """What `ManagedIdentity` needs to know."""

    identity_name: Input[str]
    """Name of the identity in Azure, 3 to 128 letters, digits, `-` and `_`. A change replaces it."""

    resource_group: Input[str]
    """Name of the resource group that holds the identity. A change replaces the identity."""

    location: Input[str]
    """Azure region, such as `westeurope`. An identity stays in the region that it was made in, and signs in
    everywhere."""

    tags: NotRequired[Input[dict[str, str]]]
    """Tags of the Azure resource; none when left out."""


class ManagedIdentity(ComponentResource):
    """A user-assigned managed identity.

    Source: PUT Microsoft.ManagedIdentity/userAssignedIdentities, API version 2023-01-31 or later.
    """

    client_id: Output[str]
    """Client id (application id): what a sign-in and a service connection ask for."""

    principal_id: Output[str]
    """Object id of the service principal in Entra: what an entitlement and a role assignment ask for."""

    tenant_id: Output[str]
    """Id of the Entra tenant that the identity belongs to."""

    identity_name: Output[str]
    """Name of the identity in Azure: what a federated credential asks for."""

    resource_id: Output[str]
    """Azure resource id: what a virtual machine or a container app is given to run as this identity."""

    def __init__(self, name: str, args: ManagedIdentityArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:ManagedIdentity", name, None, opts)
        identity = declare(self, name, args)
        self.client_id = identity.client_id
        self.principal_id = identity.principal_id
        self.tenant_id = identity.tenant_id
        self.identity_name = identity.name
        self.resource_id = identity.id
        self.register_outputs(
            {
                "clientId": self.client_id,
                "principalId": self.principal_id,
                "tenantId": self.tenant_id,
                "identityName": self.identity_name,
                "resourceId": self.resource_id,
            }
        )


def declare(
    parent: ComponentResource, name: str, args: ManagedIdentityArgs
) -> managedidentity.UserAssignedIdentity:
    """The identity itself, as a part of another component."""
    return managedidentity.UserAssignedIdentity(
        f"{name}-user-assigned",
        resource_name_=args["identity_name"],
        resource_group_name=args["resource_group"],
        location=args["location"],
        tags=args.get("tags"),
        opts=ResourceOptions(
            parent=parent,
            ignore_changes=["location"],
            hooks=guarded(parent, f"{name}-user-assigned", _find),
        ),
    )


async def _find(inputs: Inputs, look: Look) -> str | None:
    """Azure resource id of an identity of this name."""
    if args := known(inputs, "resourceGroupName", "resourceName"):
        found = await look("azure-native:managedidentity:getUserAssignedIdentity", args)
        return str(found["id"]) if found else None
    return None
