"""A workload: a bot, agent or service with its own identity and its place in Azure DevOps."""

from typing import cast

from pulumi import ComponentResource, Output, Resource, ResourceOptions

from components import (
    agent_pool_role,
    app_registration,
    azure_role,
    azure_service_connection,
    entitlement,
    federated_trust,
    group_membership,
    managed_identity,
)
from components.azure_role import role_key
from components.azure_service_connection import AzureServiceConnectionArgs, ConnectionIdentity, Made
from components.connection_target import scope_of
from components.federated_trust import FederatedTrustArgs, trust_key
from components.workload_args import (
    ExistingMember,
    WorkloadArgs,
    WorkloadConnection,
    WorkloadRole,
    WorkloadTrust,
)


class Workload(ComponentResource):
    """One workload: identity, trusts, entitlement, memberships, roles and service connections, in that order
    and with the right id in each place.

    What it makes is named after what it stands for, a trust after issuer and subject, a role after role and
    scope: another name for the same thing changes nothing.
    """

    client_id: Output[str]
    """Client id to sign in with."""

    principal_id: Output[str]
    """Object id of the identity in Entra."""

    tenant_id: Output[str]
    """Id of the Entra tenant."""

    connection_ids: dict[str, Output[str]]
    """Ids of the service connections, by their keys."""

    def __init__(self, name: str, args: WorkloadArgs, opts: ResourceOptions | None = None) -> None:
        _refuse_what_cannot_be(name, args)
        trusts = {label: _keyed(one) for label, one in (args.get("trusts") or {}).items()}
        # Reviews and guardrails read who answers for what, so it stands in inputs and in outputs.
        described = {
            "purpose": args["purpose"],
            "owners": args["owners"],
            **({"reviewBy": args["review_by"]} if "review_by" in args else {}),
        }
        called = {**(args.get("called") or {}), "trusts": {key: label for label, (key, _) in trusts.items()}}
        super().__init__("patless:index:Workload", name, {**described, "called": called}, opts)
        identity = self._identity(f"{name}-identity", args)
        last = self._trusts(name, dict(trusts.values()), identity)
        self._place(name, args, identity)
        roles = self._roles(name, args, identity)
        self.connections = self._connections(name, args, identity, last, roles)
        self.connection_ids = {key: made.connection_id for key, made in self.connections.items()}
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
            self.resource_id = made.id
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
    ) -> Resource | None:
        """Write the trusts one after another; the last one, for the next to wait for."""
        last: Resource | None = None
        for key, trust in trusts.items():
            args: FederatedTrustArgs = {
                "trust_name": key,
                "issuer": trust["issuer"],
                "subject": trust["subject"],
            }
            if "application_id" in identity:
                args["application_id"] = identity["application_id"]
            else:
                args["managed_identity"] = identity["managed_identity"]
                args["resource_group"] = identity["resource_group"]
            last = federated_trust.declare(self, f"{name}-trust-{key}", args, _after(last))
        return last

    def _place(self, name: str, args: WorkloadArgs, identity: ConnectionIdentity) -> None:
        """The workload's place in the organisation: entitlement, memberships, roles on pools."""
        if "access_level" in args:
            made = entitlement.declare(
                self,
                f"{name}-entitlement",
                {"principal_id": identity["principal_id"], "access_level": args["access_level"]},
                protect=args.get("protect", False),
            )
            member: ExistingMember = {"descriptor": made.descriptor, "storage_key": made.id}
        elif "member" in args:
            member = args["member"]
        else:
            return
        for key, group in (args.get("member_of") or {}).items():
            group_membership.declare(
                self, f"{name}-in-{key}", {"group": group, "member": member["descriptor"]}
            )
        for key, pool in (args.get("agent_pools") or {}).items():
            agent_pool_role.declare(self, f"{name}-on-{key}", {**pool, "storage_key": member["storage_key"]})

    def _roles(self, name: str, args: WorkloadArgs, identity: ConnectionIdentity) -> dict[str, Resource]:
        """The roles, each once, because Azure takes no second assignment of one role in one scope."""
        wanted: list[WorkloadRole] = [*(args.get("roles") or [])]
        wanted += [role for one in (args.get("connections") or {}).values() if (role := _role(one))]
        return {
            key: azure_role.declare(
                self,
                f"{name}-role-{key}",
                {**role, "principal_id": identity["principal_id"]},
                # The name says what it is, so that another spelling is no other role.
                ResourceOptions(ignore_changes=["scope", "role_definition_id"]),
            )
            for key, role in _once(wanted).items()
        }

    def _connections(
        self,
        name: str,
        args: WorkloadArgs,
        identity: ConnectionIdentity,
        last: Resource | None,
        roles: dict[str, Resource],
    ) -> dict[str, Made]:
        """The service connections; each waits with its trust for the trust before it."""
        found: dict[str, Made] = {}
        for key, wanted in (args.get("connections") or {}).items():
            role, child = _role(wanted), f"{name}-connection-{key}"
            args_ = {
                **wanted,
                "connection_name": wanted.get("connection_name") or key,
                "description": args["purpose"],
                "identity": identity,
            }
            made = azure_service_connection.declare(
                self,
                child,
                # It may hold a key more, which says what the connection was called.
                cast(AzureServiceConnectionArgs, args_),
                _after(last),
                [roles[role_key(role["scope"], role["role"])]] if role else [],
                formerly=[f"{name}-connection-{former}" for former in wanted.get("formerly") or ()],
                protect=args.get("protect", False),
            )
            found[key] = made
            last = made.trust or last
        return found


def _keyed(trust: WorkloadTrust) -> tuple[str, WorkloadTrust]:
    return trust_key(trust["issuer"], trust["subject"]), trust


def _after(last: Resource | None) -> ResourceOptions:
    return ResourceOptions(depends_on=[last] if last else None)


def _once(roles: list[WorkloadRole]) -> dict[str, WorkloadRole]:
    """Each role once, with the reason of whichever has one."""
    found: dict[str, WorkloadRole] = {}
    for one in roles:
        key = role_key(one["scope"], one["role"])
        found[key] = one if "reason" in one else found.get(key, one)
    return found


def _role(connection: WorkloadConnection) -> WorkloadRole | None:
    target = connection["target"]
    if "role" not in target:
        return None
    role: WorkloadRole = {"role": target["role"], "scope": scope_of(target)}
    if "reason" in target:
        role["reason"] = target["reason"]
    return role


def _refuse_what_cannot_be(name: str, args: WorkloadArgs) -> None:
    """Refuse, before any resource, what the services would refuse after some."""
    kinds = {"managed_identity", "application", "existing_identity"} & set(args)
    if len(kinds) != 1:
        raise ValueError(f"{name} needs exactly one of managed_identity, application and existing_identity")
    if not {"access_level", "member"} & set(args) and (args.get("member_of") or args.get("agent_pools")):
        raise ValueError(
            f"{name} is in groups or on agent pools but has no access_level; "
            "only a member of the organisation can be: set access_level"
        )
    if {"access_level", "member"} <= set(args):
        raise ValueError(f"{name} has an access_level and is a member already: leave one of them out")
    if "existing_identity" in args and args.get("trusts"):
        raise ValueError(
            f"{name} is an existing identity, which is never changed, but trusts would change it: "
            "take them out, or let the workload have an identity of its own"
        )
