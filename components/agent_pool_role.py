"""An agent pool role: what a member may do with a pool of build agents."""

from enum import Enum
from typing import TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, ResourceOptions


class PoolRole(Enum):
    """The roles of an agent pool, in the words of the Azure DevOps portal."""

    READER = "reader"
    """May see the pool."""

    SERVICE_ACCOUNT = "service-account"
    """May listen for jobs on it, as an agent does."""

    ADMINISTRATOR = "administrator"
    """May register and remove agents."""


# The service's own words; "User" is a role of a project's queue, not of the organisation's pool.
ROLE = {
    PoolRole.READER: "Reader",
    PoolRole.SERVICE_ACCOUNT: "ServiceAccount",
    PoolRole.ADMINISTRATOR: "Administrator",
}


class AgentPoolRoleArgs(TypedDict):
    """What `AgentPoolRole` needs to know."""

    pool_id: Input[str]
    """Number of the pool in the organisation."""

    storage_key: Input[str]
    """Storage key of the member (a GUID of Azure DevOps' own); never an id of Entra, never a descriptor."""

    role: PoolRole
    """The role."""


class AgentPoolRole(ComponentResource):
    """A role of one member on one pool of the organisation.

    Source: PUT _apis/securityroles/scopes/distributedtask.agentpoolrole/roleassignments/resources/{pool}.
    """

    def __init__(self, name: str, args: AgentPoolRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:AgentPoolRole", name, None, opts)
        declare(self, name, args)
        self.register_outputs({})


def declare(
    parent: ComponentResource, name: str, args: AgentPoolRoleArgs
) -> azuredevops.SecurityroleAssignment:
    """The role itself, as a part of another component."""
    return azuredevops.SecurityroleAssignment(
        f"{name}-role",
        scope="distributedtask.agentpoolrole",
        resource_id=args["pool_id"],
        identity_id=args["storage_key"],
        role_name=ROLE[PoolRole(args["role"])],
        # The plug-in would change the scope in place, and leave the old role behind.
        opts=ResourceOptions(parent=parent, replace_on_changes=["scope"]),
    )
