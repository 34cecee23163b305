"""The names in a manifest, each found where it lives before the first resource is declared."""

from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pulumi
from pulumi.runtime.sync_await import _sync_await

from stacks import manifest
from stacks.directory import Denied, Directory, Group, NotThere, Pipeline, Pool, Project, answers
from stacks.manifest import ManifestError, Membership, Problem, Source, Stack
from stacks.manifest.problem import KeyPath
from stacks.manifest.scope import Scope

GROUP = "a project and a group that exist, as Azure DevOps shows their names"


@dataclass(frozen=True)
class Names:
    """What the names of a stack stand for."""

    directory: Directory
    organization: manifest.Organization

    def project(self, name: str) -> Project:
        """A project by its name."""
        return self.directory.known(Directory.project, name)

    def group(self, wanted: Membership) -> Group:
        """A group of Azure DevOps."""
        return self.directory.known(Directory.group, wanted.project, wanted.group)

    def approver(self, wanted: manifest.Approver) -> str:
        """What approvals ask for: the id of a group, or the storage key of a person."""
        if wanted.membership is not None:
            return self.group(wanted.membership).id
        return self.directory.known(Directory.approver, wanted.user)

    def called(self, wanted: Membership) -> str:
        """What people call a group: `[Support]\\Contributors`."""
        return (
            rf"[{self.project(wanted.project).name}]\{wanted.group}"
            if wanted.project is not None
            else wanted.group
        )

    def pool(self, name: str) -> Pool:
        """An agent pool by its name."""
        return self.directory.known(Directory.pool, name)

    def pipeline(self, project: str, wanted: str | int) -> Pipeline:
        """A pipeline by its path or number."""
        return self.directory.known(Directory.pipeline, project, wanted)

    def resource_group(self, scope: Scope) -> str | None:
        """A resource group's name as Azure spells it; as the file does where nobody may look."""
        if scope.resource_group is None:
            return None
        subscription = scope.top(self.organization).id
        return self.directory.known_or(
            scope.resource_group, Directory.resource_group, subscription, scope.resource_group
        )

    def management_group(self, group: manifest.ManagementGroup) -> str:
        """A management group's id, likewise."""
        home = self.organization.subscription.id
        return self.directory.known_or(group.id, Directory.management_group, home, group.id)

    def registry(self, target: manifest.ContainerRegistry) -> str:
        """A registry's name, likewise."""
        subscription = self.organization.subscriptions[target.subscription].id
        return self.directory.known_or(
            target.registry, Directory.registry, subscription, target.resource_group, target.registry
        )

    def scope(self, scope: Scope) -> str:
        """Any scope as Azure spells it, however the file does."""
        top = scope.top(self.organization)
        if isinstance(top, manifest.ManagementGroup):
            return top.resource_id.removesuffix(top.id) + self.management_group(top)
        if (name := self.resource_group(scope)) is None:
            return top.resource_id
        group = f"{top.resource_id}/resourceGroups/{name}"
        if not isinstance(scope, manifest.ContainerRegistry):
            return group
        return f"{group}/providers/Microsoft.ContainerRegistry/registries/{self.registry(scope)}"

    def home(self) -> str:
        """The resource group in which managed identities live, where it is there already."""
        wanted, subscription = self.organization.resource_group, self.organization.subscription.id
        return self.directory.known_or(wanted.name, Directory.resource_group, subscription, wanted.name)


class Wanted(NamedTuple):
    """One name of a file: where it stands, what it is, what fits, and its look-up."""

    source: Source
    path: KeyPath
    what: str
    expected: str
    look: Awaitable[object]
    todo: str = "correct the name, or create it first"


def find(stack: Stack, directory: Directory) -> Names:
    """Look up every name of the stack. Raises ManifestError with each line that names what is not there."""
    wanted = list(_wanted(stack, directory))
    found = _sync_await(answers(one.look for one in wanted))
    problems: list[Problem] = []
    denied: dict[str, str] = {}
    for one, answer in zip(wanted, found, strict=True):
        if isinstance(answer, Denied):
            denied.setdefault(one.what, str(answer))
        elif isinstance(answer, NotThere):
            problems.append(
                one.source.problem(
                    one.path,
                    f"there is no {one.what}, or it is hidden: {answer}",
                    expected=one.expected,
                    todo=one.todo,
                )
            )
        elif isinstance(answer, BaseException):
            raise answer
    if problems:
        raise ManifestError(problems)
    for what, reason in denied.items():
        pulumi.log.warn(f"The {what} cannot be looked up, so a mistake in it shows only later: {reason}")
    return Names(directory, stack.organization)


def _wanted(stack: Stack, directory: Directory) -> Iterator[Wanted]:
    organization = stack.organization
    if not organization.resource_group.create:
        yield Wanted(
            organization.source,
            ("resource_group", "name"),
            f"resource group {organization.resource_group.name}",
            "a resource group that exists, or `create: true`",
            directory.resource_group(organization.subscription.id, organization.resource_group.name),
        )
    for workload in stack.active:
        yield from _of_workload(workload, organization, directory)
    people = stack.members
    for number, group in enumerate(people.entra_groups):
        path = ("entra_groups", number)
        yield Wanted(
            people.source,
            (*path, "id"),
            f"group {group.id} in Entra",
            "the object id of a group in Entra",
            directory.entra_group(group.id),
            "take its object id from the Entra portal, under Groups",
        )
        yield from _groups(people.source, (*path, "member_of"), group.member_of, directory)
    for number, person in enumerate(people.people):
        yield from _groups(people.source, ("people", number, "member_of"), person.member_of, directory)


def _of_workload(
    workload: manifest.Workload, organization: manifest.Organization, directory: Directory
) -> Iterator[Wanted]:
    source = workload.source
    for number, owner in enumerate(workload.owners):
        yield Wanted(
            source,
            ("owners", number),
            f"group {owner} in Entra",
            "the name of a group in Entra, which answers for the workload",
            directory.entra_group_of_name(owner),
        )
    if workload.principal is not None:
        yield Wanted(
            source,
            ("identity", "existing", "principal_id"),
            f"service principal {workload.principal.principal_id} in Entra",
            "the object id of a service principal; of an application, the one under Enterprise applications",
            directory.principal(workload.principal.principal_id),
            "take it from the Entra portal, under Enterprise applications",
        )
    yield from _groups(source, ("azure_devops", "member_of"), workload.azure_devops.member_of, directory)
    for pool in workload.agent_pools:
        yield Wanted(
            source,
            ("agent_pools", pool),
            f"agent pool {pool}",
            "a pool of the organisation",
            directory.pool(pool),
        )
    for number, role in enumerate(workload.azure.roles):
        yield from _scope(source, ("azure", "roles", number), role, organization, directory)
    for key, connection in workload.connections.items():
        yield from _of_connection(source, ("connections", key), connection, organization, directory)


def _of_connection(
    source: Source,
    path: KeyPath,
    connection: manifest.Connection,
    organization: manifest.Organization,
    directory: Directory,
) -> Iterator[Wanted]:
    yield Wanted(
        source,
        (*path, "project"),
        f"project {connection.project}",
        "a project that exists",
        directory.project(connection.project),
    )
    yield from _scope(source, (*path, connection.chosen), connection.target, organization, directory)
    yield from _approvers(source, (*path, "checks", "approvers"), connection.checks.approvers, directory)
    for number, pipeline in enumerate(connection.pipelines):
        yield Wanted(
            source,
            (*path, "pipelines", number),
            f"pipeline {pipeline} in {connection.project}",
            "a pipeline's path, as \\folder\\name",
            directory.pipeline(connection.project, pipeline),
        )


def _scope(
    source: Source,
    path: KeyPath,
    scope: Scope,
    organization: manifest.Organization,
    directory: Directory,
) -> Iterator[Wanted]:
    top = scope.top(organization)
    if isinstance(top, manifest.ManagementGroup):
        yield Wanted(
            organization.source,
            ("management_groups", str(scope.group_above), "id"),
            f"management group {top.id}",
            "the id of a management group, as the Azure portal shows it",
            directory.management_group(organization.subscription.id, top.id),
        )
    if scope.resource_group is None:
        return
    yield Wanted(
        source,
        (*path, "resource_group"),
        f"resource group {scope.resource_group} in the subscription {top.name}",
        "a resource group that exists",
        directory.resource_group(top.id, scope.resource_group),
    )
    if isinstance(scope, manifest.ContainerRegistry):
        yield Wanted(
            source,
            (*path, "registry"),
            f"container registry {scope.registry} in {scope.resource_group}",
            "a registry that exists, in this resource group",
            directory.registry(top.id, scope.resource_group, scope.registry),
        )


def _approvers(
    source: Source, path: KeyPath, approvers: tuple[manifest.Approver, ...], directory: Directory
) -> Iterator[Wanted]:
    for number, one in enumerate(approvers):
        if one.group is not None:
            look = directory.group(one.project, one.group)
            yield Wanted(source, (*path, number), f"group {one.label}", GROUP, look)
        if one.user is not None:
            yield Wanted(
                source,
                (*path, number, "user"),
                f"person {one.user} in the organisation",
                "the name that a member of the organisation signs in with",
                directory.approver(one.user),
                "correct the name, or make the person a member first, in a run of its own",
            )


def _groups(
    source: Source, path: KeyPath, groups: tuple[Membership, ...], directory: Directory
) -> Iterator[Wanted]:
    for number, group in enumerate(groups):
        look = directory.group(group.project, group.group)
        yield Wanted(source, (*path, number), f"group {group.label}", GROUP, look)
