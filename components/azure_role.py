"""An Azure role: what an identity may do in one scope."""

from typing import TypedDict
from uuid import NAMESPACE_URL, uuid5

from pulumi import ComponentResource, Input, ResourceOptions
from pulumi_azure_native import authorization


class AzureRoleArgs(TypedDict):
    """What `AzureRole` needs to know."""

    principal_id: Input[str]
    """Object id of the service principal; never a client id."""

    role: str
    """GUID of the role definition, built-in or your own."""

    scope: str
    """Where the role counts: a resource group (`/subscriptions/…/resourceGroups/…`) or a resource in one."""


class AzureRole(ComponentResource):
    """A role assignment, never wider than a resource group.

    Source: PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}.
    """

    def __init__(self, name: str, args: AzureRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:AzureRole", name, None, opts)
        declare(self, name, args)
        self.register_outputs({})


def declare(parent: ComponentResource, name: str, args: AzureRoleArgs) -> authorization.RoleAssignment:
    """The role assignment itself, as a part of another component."""
    scope, role = args["scope"], args["role"]
    if "/resourceGroups/" not in scope:
        raise ValueError(f"{name} has a role on {scope}, which is wider than a resource group: name one")
    subscription = scope.partition("/resourceGroups/")[0]
    return authorization.RoleAssignment(
        f"{name}-assignment",
        # The same name at every try, so that an assignment that a killed run made is met again.
        role_assignment_name=str(uuid5(NAMESPACE_URL, f"{scope}/{role}/{name}")),
        scope=scope,
        role_definition_id=f"{subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        principal_id=args["principal_id"],
        # Without it Azure looks the principal up, and a new one is not there yet (PrincipalNotFound).
        principal_type="ServicePrincipal",
        # A component that is renamed keeps the assignment that it has.
        opts=ResourceOptions(parent=parent, ignore_changes=["roleAssignmentName"]),
    )
