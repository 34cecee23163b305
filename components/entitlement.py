"""An entitlement: a place in the Azure DevOps organisation, with an access level (a licence)."""

from enum import Enum
from typing import NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, Output, ResourceHookBinding, ResourceOptions

from components.existing import Inputs, Look, guarded, known
from components.readiness import patient


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
    """What `Entitlement` needs to know: an access level, and exactly one of the three kinds of member."""

    access_level: AccessLevel
    """The member's access level."""

    principal_id: NotRequired[Input[str]]
    """Object id of a service principal (or `principal_id` of a managed identity); never a client id."""

    person: NotRequired[str]
    """A person's sign-in name. A person stays in the organisation when the entitlement goes."""

    entra_group: NotRequired[Input[str]]
    """Object id of an Entra group: its people get the access level, its service principals do not."""


class Entitlement(ComponentResource):
    """A service principal, a person or an Entra group as a member of the organisation.

    Source: POST vsaex.dev.azure.com/{organization}/_apis/serviceprincipalentitlements, userentitlements or
    groupentitlements. Replaced by deleting first: both copies would address one member, and the delete would
    remove it.
    """

    descriptor: Output[str]
    """Subject descriptor (`aadsp.…`, `aad.…`, `aadgp.…`): what memberships ask for."""

    storage_key: Output[str]
    """Azure DevOps' own id of the member (a GUID): what pool and connection roles ask for."""

    def __init__(self, name: str, args: EntitlementArgs, opts: ResourceOptions | None = None) -> None:
        if len({"principal_id", "person", "entra_group"} & set(args)) != 1:
            raise ValueError(f"{name} needs exactly one of principal_id, person and entra_group")
        super().__init__("patless:index:Entitlement", name, None, opts)
        member = declare(self, name, args)
        self.descriptor = member.descriptor
        self.storage_key = member.id
        self.register_outputs({"descriptor": self.descriptor, "storageKey": self.storage_key})


def declare(
    parent: ComponentResource, name: str, args: EntitlementArgs, protect: bool | None = None
) -> azuredevops.ServicePrincipalEntitlement | azuredevops.User | azuredevops.GroupEntitlement:
    """The entitlement itself, as a part of another component.

    protect: whether it is protected; as the other component is when left out.
    """
    opts = ResourceOptions(parent=parent, protect=protect, delete_before_replace=True)
    licence = LICENCE[AccessLevel(args["access_level"])]
    name = f"{name}-member"
    if "principal_id" in args:
        opts.hooks = guarded(parent, name, _find)
        # One that is known by its id was there before, and no waiting helps where it is not.
        if not isinstance(args["principal_id"], str):
            opts.hooks = ResourceHookBinding.merge(opts.hooks, patient(parent, name))
        return azuredevops.ServicePrincipalEntitlement(
            name,
            origin="aad",
            origin_id=args["principal_id"],
            account_license_type=licence,
            licensing_source="account",
            opts=opts,
        )
    if "person" in args:
        return azuredevops.User(
            name,
            # A change of case would replace the entitlement, and with it the colleague's access.
            principal_name=args["person"].lower(),
            account_license_type=licence,
            licensing_source="account",
            opts=ResourceOptions.merge(opts, ResourceOptions(retain_on_delete=True)),
        )
    return azuredevops.GroupEntitlement(
        name,
        origin="aad",
        origin_id=args["entra_group"],
        account_license_type=licence,
        licensing_source="account",
        opts=opts,
    )


async def _find(inputs: Inputs, look: Look) -> str | None:
    """Storage key of this service principal, where the organisation has it."""
    args = known(inputs, "originId")
    if args and (member := await look("azuredevops:index/getServicePrincipal:getServicePrincipal", args)):
        keys = await look(
            "azuredevops:index/getStorageKey:getStorageKey", {"descriptor": member["descriptor"]}
        )
        return str(keys["storageKey"]) if keys else None
    return None
