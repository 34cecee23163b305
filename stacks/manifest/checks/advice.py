"""What does not stop a stack, but is hardly meant."""

from collections.abc import Iterator

from stacks.manifest.checks import place
from stacks.manifest.issuer import GITHUB
from stacks.manifest.members import Members
from stacks.manifest.problem import Problem
from stacks.manifest.workload import Workload


def of_members(members: Members) -> Iterator[Problem]:
    """Warnings for `members.yaml`."""
    for number, group in enumerate(members.entra_groups):
        path = ("entra_groups", number)
        yield from place.wide(members.source, path, group.access_level, group.member_of)
    for number, person in enumerate(members.people):
        yield from place.wide(members.source, ("people", number), person.access_level, person.member_of)


def of_workload(workload: Workload) -> Iterator[Problem]:
    """Warnings for a workload's file."""
    devops = workload.azure_devops
    yield from place.wide(workload.source, ("azure_devops",), devops.access_level, devops.member_of)
    yield from _trusts(workload)
    if workload.kind == "application" and workload.is_active:
        yield from _idle(workload)
    if workload.kind == "existing":
        yield from _existing(workload)


def _idle(workload: Workload) -> Iterator[Problem]:
    if not workload.signs_in_from and not workload.connections:
        yield workload.source.problem(
            ("identity",),
            "nothing can sign in with this application: it has no secret, and trusts nobody",
            expected="`signs_in_from` or `connections`",
            todo="say where the workload signs in from, or make its identity `managed`",
        )


def _existing(workload: Workload) -> Iterator[Problem]:
    if workload.connections:
        yield workload.source.problem(
            ("connections",),
            "the identity does not trust these connections yet, and Patless does not change it",
            expected="a federated credential on the identity for each connection",
            todo="hand the issuer and the subject of each, which the stack exports, to its owners",
        )
    if workload.tags:
        yield workload.source.problem(
            ("tags",),
            "tags for an identity that Patless does not change: they go nowhere",
            expected="no `tags`, where `identity` is `existing`",
            todo="remove them",
        )


def _trusts(workload: Workload) -> Iterator[Problem]:
    for name, trust in workload.signs_in_from.items():
        if trust.oidc is None:
            continue
        path = ("signs_in_from", name, "oidc")
        if "*" in trust.oidc.subject:
            yield workload.source.problem(
                (*path, "subject"),
                "Entra takes * for a star: no pattern ever fits",
                expected="one whole subject",
                todo="write it out; for several subjects, one trust each",
            )
        if trust.oidc.issuer.rstrip("/") == GITHUB:
            yield workload.source.problem(
                path,
                "GitHub, with a subject that Patless cannot check",
                expected="`oidc` only for a repository whose subjects are customised",
                todo="write `github` with the repository and its numbers",
            )
