"""The program: from a stack's manifest to components, in an order that needs no second run."""

import sys
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_azure_native as azure_native
from pulumi import Alias, Input, ResourceOptions

from components import AccessLevel, Workload, WorkloadArgs
from stacks import manifest, settings
from stacks.directory import Directory
from stacks.guard import guard
from stacks.providers import Providers, providers


@dataclass(frozen=True)
class Built:
    """What `build` made."""

    providers: Providers
    directory: Directory
    outputs: dict[str, Any]


def deploy() -> Built:
    """Deploy the stack that was asked for, behind the in-program guard, and export what it made."""
    guard()
    built = build()
    for key, value in built.outputs.items():
        pulumi.export(key, value)
    return built


def build() -> Built:
    """Declare every resource of the stack's manifest; a mistake in it ends the program before the first."""
    try:
        stack = manifest.load(settings.folder())
        made = providers(stack.organization)
        directory = Directory(made.azure_devops)
        groups = directory.groups(stack.workloads)
    except manifest.ManifestError as error:
        pulumi.log.error(str(error))
        # 32 tells the engine that the user has been told: nothing more is printed.
        sys.exit(32)
    resource_group = _resource_group(stack.organization, made)
    workloads = {
        declared.name: _workload(declared, stack.organization, resource_group, made, groups)
        for declared in stack.workloads
    }
    return Built(made, directory, {"workloads": workloads})


def _resource_group(organization: manifest.Organization, made: Providers) -> Input[str]:
    """Name of the resource group that holds the managed identities."""
    wanted = organization.resource_group
    if not wanted.create:
        return wanted.name
    group = azure_native.resources.ResourceGroup(
        "identities",
        resource_group_name=wanted.name,
        location=organization.location,
        tags=organization.tags,
        opts=ResourceOptions(provider=made.azure),
    )
    name: Input[str] = group.name
    return name


def _workload(
    declared: manifest.Workload,
    organization: manifest.Organization,
    resource_group: Input[str],
    made: Providers,
    groups: dict[str, str],
) -> dict[str, Any]:
    """Declare one workload; what the stack exports about it."""
    member = declared.azure_devops
    args: WorkloadArgs = {
        "purpose": declared.purpose,
        "owners": list(declared.owners),
        "managed_identity": {
            "identity_name": declared.identity_name(organization),
            "resource_group": resource_group,
            "location": organization.location,
            "tags": {**organization.tags, **declared.tags},
        },
        "member_of": {membership.label: groups[membership.label] for membership in member.member_of},
        "protect": organization.protect,
    }
    if member.access_level != "none":
        args["access_level"] = AccessLevel(member.access_level)
    workload = Workload(
        declared.name,
        args,
        ResourceOptions(providers=made.all(), aliases=[Alias(name=earlier) for earlier in declared.formerly]),
    )
    return {
        "purpose": declared.purpose,
        "identity": {
            "kind": "managed identity",
            "name": declared.identity_name(organization),
            "client_id": workload.client_id,
            "principal_id": workload.principal_id,
            "tenant_id": workload.tenant_id,
        },
        "access_level": member.access_level,
        "member_of": [membership.label for membership in member.member_of],
    }
