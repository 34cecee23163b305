"""The service connection itself, without what goes with it."""

from collections.abc import Sequence
from typing import Any

import pulumi_azuredevops as azuredevops
from pulumi import Alias, ComponentResource, Input, ResourceOptions

from components.connection_target import ConnectionTarget
from components.existing import Find, Inputs, Look, guarded, known

SCHEME = "WorkloadIdentityFederation"

Endpoint = azuredevops.ServiceEndpointAzureRM | azuredevops.ServiceEndpointAzureEcr

TYPES = {
    False: "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM",
    True: "azuredevops:index/serviceEndpointAzureEcr:ServiceEndpointAzureEcr",
}
"""The type of a connection, and (True) of one to a registry."""

LOOK_UPS = {
    False: "azuredevops:index/getServiceEndpointAzureRM:getServiceEndpointAzureRM",
    True: "azuredevops:index/getServiceendpointAzurecr:getServiceendpointAzurecr",
}
"""The look-up of a connection by name, likewise."""


def endpoint(
    parent: ComponentResource,
    name: str,
    target: ConnectionTarget,
    client_id: Input[str],
    tenant_id: Input[str],
    formerly: Sequence[str],
    protect: bool | None,
    **common: Any,
) -> Endpoint:
    """A connection to a target that signs in with a client id.

    formerly: what its component was called before `name`. common: inputs that every kind of connection has.
    """
    child, to_registry = f"{name}-endpoint", "registry" in target
    opts = ResourceOptions(
        parent=parent,
        protect=protect,
        # A project has no two connections of one name.
        delete_before_replace=True,
        # One that leads elsewhere is the same connection, and is replaced in the order of a replacement.
        aliases=[
            Alias(name=f"{former}-endpoint", type_=TYPES[kind])
            for former in (name, *formerly)
            for kind in (to_registry, not to_registry)
            if (former, kind) != (name, to_registry)
        ],
        hooks=guarded(parent, child, _find(LOOK_UPS[to_registry])),
    )
    common |= {
        "service_endpoint_authentication_scheme": SCHEME,
        "credentials": {"serviceprincipalid": client_id},
    }
    if not to_registry:
        common |= _scope(target)
        return azuredevops.ServiceEndpointAzureRM(child, azurerm_spn_tenantid=tenant_id, opts=opts, **common)
    return azuredevops.ServiceEndpointAzureEcr(
        child,
        azurecr_spn_tenantid=tenant_id,
        azurecr_subscription_id=target["subscription"],
        azurecr_subscription_name=target.get("subscription_name") or target["subscription"],
        azurecr_name=target["registry"],
        resource_group=target["resource_group"],
        **common,
        opts=opts,
    )


def _scope(target: ConnectionTarget) -> dict[str, str]:
    if "management_group" in target:
        group = target["management_group"]
        return {
            "azurerm_management_group_id": group,
            "azurerm_management_group_name": target.get("management_group_name") or group,
        }
    subscription = target["subscription"]
    return {
        "azurerm_subscription_id": subscription,
        "azurerm_subscription_name": target.get("subscription_name") or subscription,
    }


def _find(token: str) -> Find:
    """Finds the connection of this name in the project; its id, in the form that an import takes."""

    async def find(inputs: Inputs, look: Look) -> str | None:
        if args := known(inputs, "projectId", "serviceEndpointName"):
            found = await look(token, args)
            return f"{args['projectId']}/{found['id']}" if found else None
        return None

    return find
