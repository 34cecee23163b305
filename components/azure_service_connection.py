"""A service connection to Azure that signs in by workload identity federation: nothing in it is secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from pulumi import Alias, ComponentResource, Input, Output, Resource, ResourceOptions

from components import azure_role, connection_use, federated_trust
from components.azure_role import AzureRoleArgs
from components.connection_endpoint import Endpoint, endpoint
from components.connection_target import ConnectionTarget, scope_of
from components.connection_use import ConnectionChecks
from components.federated_trust import FederatedTrustArgs
from components.waiting import also


class ConnectionIdentity(TypedDict):
    """The identity behind a service connection: all its ids, each for its own slot."""

    client_id: Input[str]
    """Client id; the connection signs in with it."""

    principal_id: Input[str]
    """Object id of the service principal; the role is given to it."""

    tenant_id: Input[str]
    """Id of the Entra tenant."""

    application_id: NotRequired[Input[str]]
    """The application in path form, where the identity is an application."""

    managed_identity: NotRequired[Input[str]]
    """Name of the managed identity, where it is one."""

    resource_group: NotRequired[Input[str]]
    """Name of the managed identity's resource group."""


class AzureServiceConnectionArgs(TypedDict):
    """What `AzureServiceConnection` needs to know. There is no field that a secret fits in."""

    connection_name: Input[str]
    """Name of the connection in its project."""

    project_id: Input[str]
    """Id of the project (a GUID). A change replaces the connection."""

    description: NotRequired[Input[str]]
    """What the connection is for. Empty when left out."""

    identity: ConnectionIdentity
    """The identity that the connection signs in as."""

    target: ConnectionTarget
    """Where it leads. Another registry replaces the connection; another subscription or resource group of a
    connection without a registry does not."""

    checks: NotRequired[ConnectionChecks]
    """What has to hold before a run may use it; nothing when left out."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by keys that stay, such as the numbers themselves. None may
    when left out; there is no "all"."""


class AzureServiceConnection(ComponentResource):
    """The connection, its checks, the trust from its own issuer and subject, the role, then its pipelines.

    Where it has to be replaced, what comes last goes first: no pipeline may use a connection without its
    checks at any moment.

    Source: POST _apis/serviceendpoint/endpoints with scheme WorkloadIdentityFederation, creation mode manual.
    Its federated credential waits for what the component's `depends_on` names.
    """

    connection_id: Output[str]
    """Id of the connection (a GUID): what pipelines and permissions refer to."""

    issuer: Output[str]
    """Issuer of the tokens that the connection signs in with."""

    subject: Output[str]
    """Subject of these tokens: with the issuer, what the owner of an existing identity has to trust."""

    def __init__(
        self, name: str, args: AzureServiceConnectionArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("patless:index:AzureServiceConnection", name, None, opts)
        target, roles = args["target"], []
        if "role" in target:
            role: AzureRoleArgs = {
                "principal_id": args["identity"]["principal_id"],
                "role": target["role"],
                "scope": scope_of(target),
            }
            if "reason" in target:
                role["reason"] = target["reason"]
            roles.append(azure_role.declare(self, f"{name}-role", role))
        made = declare(self, name, args, also(opts), roles)
        self.connection_id, self.issuer, self.subject = made.connection_id, made.issuer, made.subject
        self.register_outputs(
            {"connectionId": self.connection_id, "issuer": self.issuer, "subject": self.subject}
        )


@dataclass(frozen=True)
class Made:
    """A connection that was declared; trust: its federated credential, if the identity is ours to change."""

    connection_id: Output[str]
    issuer: Output[str]
    subject: Output[str]
    trust: Resource | None


def declare(
    parent: ComponentResource,
    name: str,
    args: AzureServiceConnectionArgs,
    waits: ResourceOptions,
    roles: Sequence[Resource],
    *,
    formerly: Sequence[str] = (),
    protect: bool | None = None,
) -> Made:
    """The connection itself with all but its role, as parts of another component.

    waits: what its trust waits for. roles: what has to stand before a pipeline uses it. formerly: what it was
    called before `name`. protect: whether it cannot be deleted; as the other component when left out.
    """

    def earlier(child: str) -> list[Alias] | None:
        return [Alias(name=old + child.removeprefix(name)) for old in formerly] or None

    identity, project = args["identity"], args["project_id"]
    made = endpoint(
        parent,
        name,
        args["target"],
        identity["client_id"],
        identity["tenant_id"],
        formerly,
        protect,
        project_id=project,
        service_endpoint_name=args["connection_name"],
        description=args.get("description") or "",
    )
    guards = connection_use.checks(parent, f"{name}-use", project, made.id, args.get("checks") or {}, earlier)
    trust = None
    if wanted := _trust(identity, made):
        own = ResourceOptions(depends_on=guards, aliases=earlier(f"{name}-trust-credential"))
        trust = federated_trust.declare(parent, f"{name}-trust", wanted, ResourceOptions.merge(waits, own))
    before = [*guards, *roles, *([trust] if trust else [])]
    connection_use.authorise(
        parent,
        f"{name}-use",
        project,
        made.id,
        args.get("pipelines") or {},
        ResourceOptions(depends_on=before),
        earlier,
    )
    return Made(
        made.id,
        made.workload_identity_federation_issuer,
        made.workload_identity_federation_subject,
        trust,
    )


def _trust(identity: ConnectionIdentity, connection: Endpoint) -> FederatedTrustArgs | None:
    """The trust that lets the connection sign in; none for an identity that is not ours to change."""
    trust: FederatedTrustArgs = {
        # By the id, which no rename changes and no other connection of the identity has.
        "trust_name": connection.id.apply(lambda id_: f"sc-{id_}"),
        # Never put together by hand: the subject is opaque, and only the connection knows it.
        "issuer": connection.workload_identity_federation_issuer,
        "subject": connection.workload_identity_federation_subject,
    }
    if "application_id" in identity:
        return {**trust, "application_id": identity["application_id"]}
    if "managed_identity" in identity:
        trust["managed_identity"] = identity["managed_identity"]
        trust["resource_group"] = identity["resource_group"]
        return trust
    return None
