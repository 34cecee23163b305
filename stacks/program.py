"""The program: from a stack's manifest to components, in an order that needs no second run."""

import sys
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_azure_native as azure_native
import pulumi_azuread as azuread
from pulumi import Input, InvokeOptions, ResourceOptions

from stacks import (
    debug_lines,
    last_run,
    manifest,
    members,
    names,
    settings,
    stack_traces,
    told,
    unfinished,
    workload,
)
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
    debug_lines.keep_back()
    stack_traces.keep_back()
    guard()
    built = build()
    for key, value in built.outputs.items():
        pulumi.export(key, value)
    return built


def build() -> Built:
    """Declare every resource of the stack's manifest; a mistake in it ends the program before the first."""
    try:
        stack = manifest.load(settings.folder())
        begun = unfinished.ask(stack)
        last = last_run.outputs()
        made = providers(stack.organization)
        found = names.find(stack, Directory(made.azure_devops))
        unfinished.refuse(begun)
    except (manifest.ManifestError, unfinished.Unfinished) as error:
        pulumi.log.error(str(error))
        # 32 tells the engine that the user has been told: nothing more is printed.
        sys.exit(32)
    resource_group = _resource_group(stack.organization, made)
    deployer = _deployer(made) if any(one.kind == "application" for one in stack.active) else None
    workloads = {
        one.name: workload.declare(one, stack.organization, resource_group, deployer, made, found)
        for one in stack.active
    }
    members.declare(stack.members, stack.organization, made, found)
    told.tell(stack, last)
    return Built(made, found.directory, {"workloads": workloads, **told.exported(stack)})


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


def _deployer(made: Providers) -> str:
    """Object id of whoever runs this. Source: the `oid` claim of the token for Microsoft Graph."""
    return azuread.get_client_config(opts=InvokeOptions(provider=made.entra)).object_id
