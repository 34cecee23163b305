"""A workload: a bot, agent or service with its own identity and its place in Azure DevOps."""

from pulumi import ComponentResource, Output, Resource, ResourceOptions

from components import (
    agent_pool_role,
    app_registration,
    azure_role,
    entitlement,
    federated_trust,
    group_membership,
    managed_identity,
)
from components.azure_service_connection import AzureServiceConnection, ConnectionIdentity
from components.federated_trust import FederatedTrustArgs
from components.workload_args import WorkloadArgs, WorkloadTrust


class Workload(ComponentResource):
    """One workload: identity, trusts, entitlement, memberships, roles and service connections, in that order
    and with the right id in each place."""

    client_id: Output[str]
    """Client id to sign in with."""

    principal_id: Output[str]
    """Object id of the identity in Entra."""

    tenant_id: Output[str]
    """Id of the Entra tenant."""

    connection_ids: dict[str, Output[str]]
    """Ids of the service connections, by label."""

    def __init__(self, name: str, args: WorkloadArgs, opts: ResourceOptions | None = None) -> None:
        _refuse_what_cannot_be(name, args)
        # Reviews and guardrails read who answers for what, so it stands in inputs and in outputs.
        described = {
            "purpose": args["purpose"],
            "owners": args["owners"],
            **({"reviewBy": args["review_by"]} if "review_by" in args else {}),
        }
        super().__init__("patless:index:Workload", name, dict(described), opts)
        identity = self._identity(f"{name}-identity", args)
        last = self._trusts(name, args.get("trusts") or {}, identity)
        self._place(name, args, identity)
        for label, role in (args.get("roles") or {}).items():
            azure_role.declare(
                self, f"{name}-role-{label}", {**role, "principal_id": identity["principal_id"]}
            )
        self.connections = self._connections(name, args, identity, last)
        self.connection_ids = {label: made.connection_id for label, made in self.connections.items()}
        self.client_id = Output.from_input(identity["client_id"])
        self.principal_id = Output.from_input(identity["principal_id"])
        self.tenant_id = Output.from_input(identity["tenant_id"])
        self.register_outputs(
            {
                **described,
                "clientId": self.client_id,
                "principalId": self.principal_id,
                "tenantId": self.tenant_id,
                "connectionIds": self.connection_ids,
            }
        )

    def _identity(self, name: str, args: WorkloadArgs) -> ConnectionIdentity:
        """The identity's ids, each for its own slot."""
        if "managed_identity" in args:
            wanted = args["managed_identity"]
            made = managed_identity.declare(self, name, wanted)
            return {
                "client_id": made.client_id,
                "principal_id": made.principal_id,
                "tenant_id": made.tenant_id,
                "managed_identity": made.name,
                "resource_group": wanted["resource_group"],
            }
        if "application" in args:
            application, principal = app_registration.declare(self, name, args["application"])
            return {
                "client_id": application.client_id,
                "principal_id": principal.object_id,
                "tenant_id": principal.application_tenant_id,
                "application_id": application.id,
            }
        found = args["existing_identity"]
        return {
            "client_id": found.get("client_id", ""),
            "principal_id": found["principal_id"],
            "tenant_id": found["tenant_id"],
        }

    def _trusts(
        self, name: str, trusts: dict[str, WorkloadTrust], identity: ConnectionIdentity
    ) -> list[Resource]:
        """Write the trusts one after another; the last one, for the next to wait for."""
        last: list[Resource] = []
        for label, trust in trusts.items():
            args: FederatedTrustArgs = {
                "trust_name": label,
                "issuer": trust["issuer"],
                "subject": trust["subject"],
            }
            if "application_id" in identity:
                args["application_id"] = identity["application_id"]
            else:
                args["managed_identity"] = identity["managed_identity"]
                args["resource_group"] = identity["resource_group"]
            opts = ResourceOptions(depends_on=last)
            last = [federated_trust.declare(self, f"{name}-trust-{label}", args, opts)]
        return last

    def _place(self, name: str, args: WorkloadArgs, identity: ConnectionIdentity) -> None:
        """The workload's place in the organisation: entitlement, memberships, roles on pools."""
        if "access_level" not in args:
            return
        member = entitlement.declare(
            self,
            f"{name}-entitlement",
            {"principal_id": identity["principal_id"], "access_level": args["access_level"]},
            protect=args.get("protect", False),
        )
        for label, group in (args.get("member_of") or {}).items():
            group_membership.declare(
                self, f"{name}-in-{label}", {"group": group, "member": member.descriptor}
            )
        for label, pool in (args.get("agent_pools") or {}).items():
            agent_pool_role.declare(self, f"{name}-on-{label}", {**pool, "storage_key": member.id})

    def _connections(
        self, name: str, args: WorkloadArgs, identity: ConnectionIdentity, last: list[Resource]
    ) -> dict[str, AzureServiceConnection]:
        """The service connections; each waits with its trust for the trust before it."""
        found: dict[str, AzureServiceConnection] = {}
        for label, wanted in (args.get("connections") or {}).items():
            made = AzureServiceConnection(
                f"{name}-connection-{label}",
                {
                    **wanted,
                    "connection_name": wanted.get("connection_name") or label,
                    "trust_name": label,
                    "description": args["purpose"],
                    "identity": identity,
                },
                ResourceOptions(parent=self, depends_on=last, protect=args.get("protect", False)),
            )
            found[label] = made
            last = made.trusts or last
        return found


def _refuse_what_cannot_be(name: str, args: WorkloadArgs) -> None:
    """Refuse, before any resource, what the services would refuse after some."""
    kinds = {"managed_identity", "application", "existing_identity"} & set(args)
    if len(kinds) != 1:
        raise ValueError(f"{name} needs exactly one of managed_identity, application and existing_identity")
    if "access_level" not in args and (args.get("member_of") or args.get("agent_pools")):
        raise ValueError(
            f"{name} is in groups or on agent pools but has no access_level; "
            "only a member of the organisation can be: set access_level"
        )
    if "existing_identity" in args and args.get("trusts"):
        raise ValueError(
            f"{name} is an existing identity, which is never changed, but trusts would change it: "
            "take them out, or let the workload have an identity of its own"
        )
