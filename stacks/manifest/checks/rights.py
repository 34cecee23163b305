"""A workload's rights in Azure, and the connections and checks that carry some of them."""

from collections.abc import Iterator

from stacks.manifest.checks.repetition import again, repeated
from stacks.manifest.connection import Connection
from stacks.manifest.connection_checks import ConnectionChecks
from stacks.manifest.nearest import nearest
from stacks.manifest.organization import Organization
from stacks.manifest.problem import KeyPath, Problem
from stacks.manifest.scope import Scope
from stacks.manifest.source import Source
from stacks.manifest.workload import Workload

OF_APPROVAL = ("approvals", "timeout_minutes", "requester_may_approve", "instructions")


def problems(workload: Workload) -> Iterator[Problem]:
    """What is written twice."""
    source = workload.source
    yield from _wide(workload)
    # Connections may give the same role again: it is given once, and goes with the last that gives it.
    yield from again(source, _assignments(workload), noun="role", expected="each role once in each scope")
    for name, connection in workload.connections.items():
        path = ("connections", name)
        if connection.existing:
            yield from _changed(workload, path, connection)
        yield from repeated(source, (*path, "pipelines"), connection.pipelines)
        yield from again(
            source,
            (
                ((*path, "checks", "branches", n), branch)
                for n, branch in enumerate(connection.checks.branches)
            ),
        )
        yield from _checks(source, (*path, "checks"), connection.checks)


def _changed(workload: Workload, path: KeyPath, connection: Connection) -> Iterator[Problem]:
    own = {
        (*path, "pipelines"): connection.pipelines,
        (*path, "checks"): connection.checks != ConnectionChecks(),
        (*path, connection.chosen, "role"): connection.target.role,
    }
    for place, value in own.items():
        if value:
            yield workload.source.problem(
                place,
                "a change of a connection that somebody else looks after",
                expected="with `existing: true`, its project, its name and where it leads alone",
                todo="remove it, or `existing`",
            )


def _checks(source: Source, path: KeyPath, checks: ConnectionChecks) -> Iterator[Problem]:
    """Who approves, and how many of them; and what is written twice."""
    approvers = checks.approvers
    yield from repeated(source, (*path, "approvers"), (one.label for one in approvers))
    for key in OF_APPROVAL:
        if not approvers and key in checks.model_fields_set:
            yield source.problem(
                (*path, key),
                "a word about an approval, but nobody approves",
                expected=f"`{key}` only beside `approvers`",
                todo="add `approvers`, or remove the key",
            )
    # Of a group, as many may approve as are in it.
    if approvers and all(one.user for one in approvers) and checks.approvals > len(approvers):
        yield source.problem(
            (*path, "approvals"),
            f"{checks.approvals} approvals, of {len(approvers)} who may approve",
            expected=f"at most {len(approvers)}, one for each of `approvers`",
            todo="lower the number, or add approvers",
        )
    if checks.business_hours is not None:
        yield from repeated(source, (*path, "business_hours", "days"), checks.business_hours.days)
    templates = enumerate(checks.required_templates)
    yield from again(source, (((*path, "required_templates", number), one) for number, one in templates))


def _wide(workload: Workload) -> Iterator[Problem]:
    """Whole subscriptions that nobody has said a word about."""
    others = {("connections", key) for key, one in workload.connections.items() if one.existing}
    for path, scope in scopes(workload):
        # Why somebody else's leads so far, they have to say.
        if path[:2] in others:
            continue
        if scope.group_above is not None:
            yield from _above(workload.source, path, scope)
        elif scope.resource_group is None and scope.reason is None:
            yield workload.source.problem(
                (*path, "resource_group"),
                "missing key, without which the whole subscription is meant",
                expected="one resource group, or a `reason` for all of them",
                todo="name the resource group, or say in `reason` why it has to be the whole subscription",
            )


def _above(source: Source, path: KeyPath, scope: Scope) -> Iterator[Problem]:
    """What does not go with a management group."""
    if scope.resource_group is not None:
        yield source.problem(
            (*path, "resource_group"),
            "a resource group beside a management group",
            expected="a resource group in a `subscription`, or a whole management group",
            todo="keep the one that fits",
        )
    if scope.reason is None:
        yield source.problem(
            (*path, "reason"),
            "missing key: a management group is every subscription below it, now and later",
            expected="one resource group, or a `reason` for all of them",
            todo="name a subscription and a resource group, or say in `reason` why it has to be so wide",
        )


def unknown_subscriptions(organization: Organization, workload: Workload) -> Iterator[Problem]:
    """Short names of subscriptions and management groups that organization.yaml does not have."""
    for path, scope in scopes(workload):
        if scope.group_above is not None:
            key, known, noun = "management_group", list(organization.management_groups), "management group"
        else:
            key, known, noun = "subscription", list(organization.subscriptions), "subscription"
        written = scope.group_above or scope.subscription
        if written is not None and written not in known:
            yield workload.source.problem(
                (*path, key),
                f"organization.yaml has no {noun} of this short name",
                expected=" or ".join(f"`{one}`" for one in known) or f"a short name in `{key}s`",
                todo=f"add the {noun} to organization.yaml",
                nearest=nearest(written, known),
            )


def scopes(workload: Workload) -> Iterator[tuple[KeyPath, Scope]]:
    """Where in Azure the workload's roles and connections apply, each with its place in the file."""
    for number, role in enumerate(workload.azure.roles):
        yield ("azure", "roles", number), role
    for name, connection in workload.connections.items():
        yield ("connections", name, connection.chosen), connection.target


def _assignments(workload: Workload) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    for number, role in enumerate(workload.azure.roles):
        place = (role.management_group or "", role.subscription or "", (role.resource_group or "").casefold())
        yield ("azure", "roles", number, "role"), (role.role_id, *place)
