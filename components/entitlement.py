"""An entitlement: a place in the Azure DevOps organisation, with an access level (a licence)."""

from enum import Enum
from typing import TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, Output, ResourceOptions


class AccessLevel(Enum):
    """What a member may use, in the words of the Azure DevOps portal."""

    STAKEHOLDER = "stakeholder"
    """Free; boards and pipelines, no repositories."""

    BASIC = "basic"
    """One paid seat beyond those that the organisation includes."""

    BASIC_AND_TEST_PLANS = "basic-and-test-plans"
    """Basic with Test Plans; the dearest level."""


# The service's own words: on create the plug-in sends the value raw, and the service knows no `basic`.
LICENCE = {
    AccessLevel.STAKEHOLDER: "stakeholder",
    AccessLevel.BASIC: "express",
    AccessLevel.BASIC_AND_TEST_PLANS: "advanced",
}


class EntitlementArgs(TypedDict):
    """What `Entitlement` needs to know."""

    principal_id: Input[str]
    """Object id of the service principal (or `principal_id` of a managed identity); never a client id."""

    access_level: AccessLevel
    """The member's access level."""


class Entitlement(ComponentResource):
    """A service principal or managed identity as a member of the organisation.

    Source: POST vsaex.dev.azure.com/{organization}/_apis/serviceprincipalentitlements.
    Replaced by deleting first: both copies would address one member, and the delete would remove it.
    """

    descriptor: Output[str]
    """Subject descriptor (`aadsp.…`): what memberships ask for."""

    storage_key: Output[str]
    """Azure DevOps' own id of the member (a GUID): what pool and connection roles ask for."""

    def __init__(self, name: str, args: EntitlementArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("patless:index:Entitlement", name, None, opts)
        member = azuredevops.ServicePrincipalEntitlement(
            f"{name}-member",
            origin="aad",
            origin_id=args["principal_id"],
            account_license_type=LICENCE[AccessLevel(args["access_level"])],
            licensing_source="account",
            opts=ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.descriptor = member.descriptor
        self.storage_key = member.id
        self.register_outputs({"descriptor": self.descriptor, "storageKey": self.storage_key})
