"""The program: from a stack's manifest to components, in an order that needs no second run."""

import sys
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_azure_native as azure_native
from pulumi import Input, ResourceOptions

from components.lost_answer import noted
from stacks import (
    alias_urns,
    debug_lines,
    existing,
    identities,
    last_run,
    manifest,
    members,
    names,
    owners,
    pending,
    renames,
    repeated,
    replacements,
    settings,
    stack_traces,
    targets,
    told,
    trust_limit,
    workload,
)
from stacks.directory import Directory
from stacks.guard import guard
from stacks.identities import Identities
from stacks.names import Names
from stacks.providers import Providers, providers


@dataclass(frozen=True)
class Built:
    """What `build` made."""

    providers: Providers
    names: Names
    outputs: dict[str, Any]


def deploy() -> Built:
    """Deploy the stack that was asked for, behind the in-program guard, and export what it made."""
    debug_lines.keep_back()
    stack_traces.keep_back()
    alias_urns.leave_out()
    guard()
    built = build()
    for key, value in built.outputs.items():
        pulumi.export(key, value)
    return built


def build() -> Built:
    """Declare every resource of the stack's manifest; a mistake in it ends the program before the first."""
    try:
        stack = manifest.load(settings.folder())
        begun = pending.ask(stack)
        last = last_run.read()
        made = providers(stack.organization)
        directory = Directory(made)
        found = names.find(stack, directory)
        repeated.refuse(stack, found)
        renamed = renames.find(stack, found, last)
        reached = targets.of(stack, found)
        targets.refuse_moves(reached, last, renamed)
        existing.refuse(stack, found, last)
        trust_limit.refuse(stack, last, renamed)
        known = identities.find(stack.organization, found, last, renamed)
        replacements.refuse(stack, found, last, renamed, known)
        pending.refuse(begun)
    except (manifest.ManifestError, pending.Pending) as error:
        pulumi.log.error(str(error))
        # 32 tells the engine that the user has been told: nothing more is printed.
        sys.exit(32)
    owned = owners.find(stack, directory, last)
    resource_group = _resource_group(known, made)
    workloads = {
        one.name: workload.declare(
            one, stack.organization, resource_group, list(owned.ids), made, found, renamed, known
        )
        for one in stack.active
    }
    members.declare(stack.members, stack.organization, made, found)
    told.tell(stack, last)
    outputs = {
        "workloads": workloads,
        "targets": targets.exported(reached),
        "resource_group": known.resource_group_id if known.has_group else "",
        "deployer": owned.first,
        **told.exported(stack, last),
    }
    return Built(made, found, outputs)


def _resource_group(identities: Identities, made: Providers) -> Input[str]:
    """Name of the resource group that holds the managed identities."""
    organization = identities.organization
    if not identities.has_group:
        return identities.resource_group
    group = azure_native.resources.ResourceGroup(
        "identities",
        resource_group_name=identities.resource_group,
        location=organization.location,
        tags=organization.tags,
        opts=ResourceOptions(
            provider=made.azure,
            # A group stays in its region; another one would be another group, and this one be deleted.
            ignore_changes=["location"],
            # One that the stack created and that the file no longer lets it create is left where it is.
            retain_on_delete=not organization.resource_group.create,
            hooks=noted(),
        ),
    )
    name: Input[str] = group.name
    return name
