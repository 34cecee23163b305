"""A workload's rights in Azure, and the connections and checks that carry some of them."""

from collections.abc import Iterator

from stacks.manifest.checks.repetition import again, repeated
from stacks.manifest.nearest import nearest
from stacks.manifest.organization import Organization
from stacks.manifest.problem import KeyPath, Problem
from stacks.manifest.scope import Scope
from stacks.manifest.workload import Workload


def problems(workload: Workload) -> Iterator[Problem]:
    """What is written twice."""
    source = workload.source
    # Connections may give the same role again: it is given once, and goes with the last that gives it.
    yield from again(
        source, _assignments(workload), noun="role", expected="each role once on each resource group"
    )
    for name, connection in workload.connections.items():
        path = ("connections", name)
        yield from repeated(source, (*path, "pipelines"), connection.pipelines)
        yield from again(
            source,
            (
                ((*path, "checks", "branches", n), branch)
                for n, branch in enumerate(connection.checks.branches)
            ),
        )
        approvers = (group.label for group in connection.checks.approvers)
        yield from repeated(source, (*path, "checks", "approvers"), approvers)


def unknown_subscriptions(organization: Organization, workload: Workload) -> Iterator[Problem]:
    """Short names of subscriptions that organization.yaml does not have."""
    known = list(organization.subscriptions)
    for path, scope in scopes(workload):
        if scope.subscription not in known:
            yield workload.source.problem(
                (*path, "subscription"),
                "organization.yaml has no subscription of this short name",
                expected=" or ".join(f"`{key}`" for key in known),
                todo="add the subscription to organization.yaml",
                nearest=nearest(scope.subscription, known),
            )


def scopes(workload: Workload) -> Iterator[tuple[KeyPath, Scope]]:
    """Where in Azure the workload's roles and connections apply, each with its place in the file."""
    for number, role in enumerate(workload.azure.roles):
        yield ("azure", "roles", number), role
    for name, connection in workload.connections.items():
        yield ("connections", name, connection.chosen), connection.target


def _assignments(workload: Workload) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    for number, role in enumerate(workload.azure.roles):
        place = (role.subscription, role.resource_group.casefold())
        yield ("azure", "roles", number, "role"), (role.role_id, *place)
