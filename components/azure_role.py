"""An Azure role: what an identity may do in one scope."""

from typing import NotRequired, TypedDict
from uuid import NAMESPACE_URL, uuid5

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_azure_native import authorization

from components.lost_answer import noted


class AzureRoleArgs(TypedDict):
    """What `AzureRole` needs to know."""

    principal_id: Input[str]
    """Object id of the service principal; never a client id."""

    role: str
    """GUID of the role definition, built-in or your own."""

    scope: str
    """Where the role counts, as Azure spells it: a management group, a subscription, a resource group
    (`/subscriptions/…/resourceGroups/…`) or a resource in one."""

    reason: NotRequired[str]
    """Why it has to be there: the description of the role assignment. Empty when left out."""


class AzureRole(ComponentResource):
    """A role assignment. Its name in Azure follows from scope, role and principal, which are what it is:
    another role is another assignment, made before the old one goes.

    Source: PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}.
    """

    def __init__(self, name: str, args: AzureRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:AzureRole", name, None, opts)
        declare(self, name, args)
        self.register_outputs({})


def declare(
    parent: ComponentResource, name: str, args: AzureRoleArgs, opts: ResourceOptions | None = None
) -> authorization.RoleAssignment:
    """The role assignment itself, as a part of another component."""
    scope, role = args["scope"], args["role"].lower()
    definitions = "/providers/Microsoft.Authorization/roleDefinitions"
    subscription = "/".join(scope.split("/")[:3]) if scope.lower().startswith("/subscriptions/") else ""
    return authorization.RoleAssignment(
        f"{name}-assignment",
        role_assignment_name=Output.from_input(args["principal_id"]).apply(
            lambda principal: assignment_name(scope, role, principal)
        ),
        scope=scope,
        role_definition_id=f"{subscription}{definitions}/{role}",
        principal_id=args["principal_id"],
        # Without it Azure looks the principal up, and a new one is not there yet (PrincipalNotFound).
        principal_type="ServicePrincipal",
        description=args.get("reason"),
        # Azure takes no second assignment of one role to one principal, but of another role it does.
        opts=ResourceOptions.merge(
            ResourceOptions(parent=parent, delete_before_replace=False, hooks=noted()), opts
        ),
    )


def assignment_name(scope: str, role: str, principal: str) -> str:
    """The assignment's GUID: the same at every try and however the parts are spelled."""
    return str(uuid5(NAMESPACE_URL, f"{scope}/{role}/{principal}".lower()))


def role_key(scope: str, role: str) -> str:
    """What a role is called after what it is: the same however scope and role are spelled."""
    return f"{role}@{scope.strip('/')}".lower()
