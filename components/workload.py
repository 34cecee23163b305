"""A workload: a bot, agent or service with its own identity and its place in Azure DevOps."""

from typing import NotRequired, TypedDict

from pulumi import ComponentResource, Input, Output, ResourceOptions

from components.entitlement import AccessLevel, Entitlement
from components.group_membership import GroupMembership
from components.managed_identity import ManagedIdentity, ManagedIdentityArgs


class WorkloadArgs(TypedDict):
    """What `Workload` needs to know."""

    purpose: str
    """What the workload does, in one sentence; kept in the state for reviews."""

    owners: list[str]
    """Names of the Entra groups that answer for the workload."""

    managed_identity: ManagedIdentityArgs
    """The managed identity that the workload signs in as."""

    access_level: NotRequired[AccessLevel]
    """Access level in Azure DevOps; not a member of the organisation when left out."""

    member_of: NotRequired[dict[str, Input[str]]]
    """Descriptors of groups to be in, by label, such as `[Support]\\Contributors`. The labels name the
    children, so a changed label replaces the membership."""

    protect: NotRequired[bool]
    """Refuse to delete the entitlement. False when left out."""


class Workload(ComponentResource):
    """One workload: identity, then entitlement, then memberships, with the right id in each place."""

    client_id: Output[str]
    """Client id to sign in with."""

    principal_id: Output[str]
    """Object id of the identity in Entra."""

    tenant_id: Output[str]
    """Id of the Entra tenant."""

    def __init__(self, name: str, args: WorkloadArgs, opts: ResourceOptions | None = None) -> None:
        member_of = args.get("member_of") or {}
        access_level = args.get("access_level")
        if member_of and access_level is None:
            raise ValueError(
                f"{name} is in groups ({', '.join(member_of)}) but has no access_level; "
                "only a member of the organisation can be in a group: set access_level"
            )
        # Reviews and guardrails read who answers for what, so it stands in inputs and in outputs.
        described = {"purpose": args["purpose"], "owners": args["owners"]}
        super().__init__("patless:index:Workload", name, dict(described), opts)
        identity = ManagedIdentity(f"{name}-identity", args["managed_identity"], ResourceOptions(parent=self))
        if access_level is not None:
            entitlement = Entitlement(
                f"{name}-entitlement",
                {"principal_id": identity.principal_id, "access_level": access_level},
                ResourceOptions(parent=self, protect=args.get("protect", False)),
            )
            for label, group in member_of.items():
                GroupMembership(
                    f"{name}-in-{label}",
                    {"group": group, "member": entitlement.descriptor},
                    ResourceOptions(parent=self),
                )
        self.client_id = identity.client_id
        self.principal_id = identity.principal_id
        self.tenant_id = identity.tenant_id
        self.register_outputs(
            {
                **described,
                "clientId": self.client_id,
                "principalId": self.principal_id,
                "tenantId": self.tenant_id,
            }
        )
