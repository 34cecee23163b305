"""Where in Azure a service connection leads."""

from typing import NotRequired, TypedDict


class ConnectionTarget(TypedDict):
    """Where in Azure a service connection leads: a management group, a subscription, a resource group, or a
    container registry."""

    management_group: NotRequired[str]
    """Id of the management group; in the place of a subscription."""

    management_group_name: NotRequired[str]
    """Name of the management group, as the portal shows it. Its id when left out."""

    subscription: NotRequired[str]
    """Id of the subscription."""

    subscription_name: NotRequired[str]
    """Name of the subscription, as the portal shows it. Its id when left out. For another one, the plug-in
    replaces a connection to a registry: keep the one that it was made with."""

    resource_group: NotRequired[str]
    """Name of the resource group; the whole subscription when left out."""

    registry: NotRequired[str]
    """Name of a container registry in the resource group: makes the connection one for container images."""

    role: NotRequired[str]
    """GUID of the role that the identity gets there: on the registry, or else on the resource group, the
    subscription or the management group. None when left out."""

    reason: NotRequired[str]
    """Why the role has to be there: the description of the role assignment. Empty when left out."""


def scope_of(target: ConnectionTarget) -> str:
    """The target as Azure spells it: what a role counts for."""
    if "management_group" in target:
        return f"/providers/Microsoft.Management/managementGroups/{target['management_group']}"
    scope = f"/subscriptions/{target['subscription']}"
    if "resource_group" in target:
        scope += f"/resourceGroups/{target['resource_group']}"
    if "registry" in target:
        scope += f"/providers/Microsoft.ContainerRegistry/registries/{target['registry']}"
    return scope
