"""A service connection to Azure that signs in by workload identity federation: nothing in it is secret."""

from typing import NotRequired, TypedDict

import pulumi_azuredevops as azuredevops
from pulumi import ComponentResource, Input, Output, Resource, ResourceOptions

from components import azure_role, connection_use, federated_trust
from components.azure_role import AzureRoleArgs
from components.federated_trust import FederatedTrustArgs
from components.twin import Find, Inputs, Look, guarded, known

SCHEME = "WorkloadIdentityFederation"

LOOK_UPS = {
    False: "azuredevops:index/getServiceEndpointAzureRM:getServiceEndpointAzureRM",
    True: "azuredevops:index/getServiceendpointAzurecr:getServiceendpointAzurecr",
}
"""The look-up of a connection by name, to a subscription and (True) to a registry."""


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


class ConnectionTarget(TypedDict):
    """Where in Azure a service connection leads."""

    subscription: str
    """Id of the subscription."""

    subscription_name: str
    """Name of the subscription, as the portal shows it."""

    resource_group: str
    """Name of the resource group."""

    registry: NotRequired[str]
    """Name of a container registry in the resource group: makes the connection one for container images."""

    role: NotRequired[str]
    """GUID of the role that the identity gets on the registry, or else on the resource group; none when left
    out."""


class AzureServiceConnectionArgs(TypedDict):
    """What `AzureServiceConnection` needs to know. There is no field that a secret fits in."""

    connection_name: Input[str]
    """Name of the connection in its project."""

    trust_name: NotRequired[Input[str]]
    """Name of its federated credential, unlike those of the identity's others. A change replaces that one.
    The connection's name when left out."""

    project_id: Input[str]
    """Id of the project (a GUID)."""

    description: NotRequired[Input[str]]
    """What the connection is for. Empty when left out."""

    identity: ConnectionIdentity
    """The identity that the connection signs in as."""

    target: ConnectionTarget
    """Where it leads."""

    pipelines: NotRequired[dict[str, Input[int]]]
    """Numbers of the pipelines that may use it, by label. None may when left out; there is no "all"."""

    approvers: NotRequired[list[Input[str]]]
    """Ids of groups of which one member has to approve each use."""

    branches: NotRequired[list[str]]
    """Branches whose runs may use it, such as `refs/heads/main`."""

    exclusive_lock: NotRequired[bool]
    """Whether one run at a time may use it. False when left out."""


class AzureServiceConnection(ComponentResource):
    """The connection, the trust from its own issuer and subject, the role, and then its use by pipelines.

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
        identity, target = args["identity"], args["target"]
        # Replaced by deleting first: a project has no two connections of one name.
        own = ResourceOptions(
            parent=self,
            delete_before_replace=True,
            hooks=guarded(self, f"{name}-endpoint", _find(LOOK_UPS["registry" in target])),
        )
        connection = (
            _to_registry(f"{name}-endpoint", args, own)
            if "registry" in target
            else _to_subscription(f"{name}-endpoint", args, own)
        )
        self.trusts: list[Resource] = []
        if trust := _trust(args, connection):
            self.trusts.append(federated_trust.declare(self, f"{name}-trust", trust, opts))
        waits = [*self.trusts]
        if "role" in target:
            role: AzureRoleArgs = {
                "principal_id": identity["principal_id"],
                "role": target["role"],
                "scope": _scope(target),
            }
            waits.append(azure_role.declare(self, f"{name}-role", role))
        connection_use.declare(
            self,
            f"{name}-use",
            {
                "project_id": args["project_id"],
                "connection_id": connection.id,
                "pipelines": args.get("pipelines") or {},
                "approvers": args.get("approvers") or [],
                "branches": args.get("branches") or [],
                "exclusive_lock": args.get("exclusive_lock", False),
            },
            ResourceOptions(depends_on=waits),
        )
        self.connection_id = connection.id
        self.issuer = connection.workload_identity_federation_issuer
        self.subject = connection.workload_identity_federation_subject
        self.register_outputs(
            {"connectionId": self.connection_id, "issuer": self.issuer, "subject": self.subject}
        )


def _trust(
    args: AzureServiceConnectionArgs,
    connection: azuredevops.ServiceEndpointAzureRM | azuredevops.ServiceEndpointAzureEcr,
) -> FederatedTrustArgs | None:
    """The trust that lets the connection sign in; none for an identity that is not ours to change."""
    identity = args["identity"]
    trust: FederatedTrustArgs = {
        "trust_name": args.get("trust_name") or args["connection_name"],
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


def _scope(target: ConnectionTarget) -> str:
    group = f"/subscriptions/{target['subscription']}/resourceGroups/{target['resource_group']}"
    if "registry" not in target:
        return group
    return f"{group}/providers/Microsoft.ContainerRegistry/registries/{target['registry']}"


def _to_subscription(
    name: str, args: AzureServiceConnectionArgs, opts: ResourceOptions
) -> azuredevops.ServiceEndpointAzureRM:
    return azuredevops.ServiceEndpointAzureRM(
        name,
        project_id=args["project_id"],
        service_endpoint_name=args["connection_name"],
        description=args.get("description") or "",
        service_endpoint_authentication_scheme=SCHEME,
        credentials={"serviceprincipalid": args["identity"]["client_id"]},
        azurerm_spn_tenantid=args["identity"]["tenant_id"],
        azurerm_subscription_id=args["target"]["subscription"],
        azurerm_subscription_name=args["target"]["subscription_name"],
        opts=opts,
    )


def _to_registry(
    name: str, args: AzureServiceConnectionArgs, opts: ResourceOptions
) -> azuredevops.ServiceEndpointAzureEcr:
    return azuredevops.ServiceEndpointAzureEcr(
        name,
        project_id=args["project_id"],
        service_endpoint_name=args["connection_name"],
        description=args.get("description") or "",
        service_endpoint_authentication_scheme=SCHEME,
        credentials={"serviceprincipalid": args["identity"]["client_id"]},
        azurecr_spn_tenantid=args["identity"]["tenant_id"],
        azurecr_subscription_id=args["target"]["subscription"],
        azurecr_subscription_name=args["target"]["subscription_name"],
        azurecr_name=args["target"]["registry"],
        resource_group=args["target"]["resource_group"],
        opts=opts,
    )


def _find(token: str) -> Find:
    """Finds the connection of this name in the project; its id, in the form that an import takes."""

    async def find(inputs: Inputs, look: Look) -> str | None:
        if args := known(inputs, "projectId", "serviceEndpointName"):
            found = await look(token, args)
            return f"{args['projectId']}/{found['id']}" if found else None
        return None

    return find
