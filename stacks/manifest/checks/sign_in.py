"""How a workload signs in: what its identity trusts."""

from collections.abc import Iterator

from stacks.manifest.checks.repetition import again
from stacks.manifest.credential import MOST, Credential
from stacks.manifest.issuer import GITHUB, RETIRING
from stacks.manifest.planned import PLANNED
from stacks.manifest.problem import KeyPath, Problem
from stacks.manifest.workload import Workload


def problems(workload: Workload) -> Iterator[Problem]:
    """What stops its sign-in."""
    if workload.kind == "existing":
        yield from _existing(workload)
        return
    yield from again(workload.source, _trusted(workload))
    yield from _environments(workload)
    yield from _too_many(workload)
    for name, trust in workload.signs_in_from.items():
        for credential in trust.credentials(name):
            yield from _issuer(workload, ("signs_in_from", name, trust.chosen), credential)


def _issuer(workload: Workload, path: KeyPath, credential: Credential) -> Iterator[Problem]:
    if credential.issuer.startswith(RETIRING):
        yield workload.source.problem(
            (*path, "issuer"),
            "the token issuer of Azure DevOps itself, which retires on 2027-07-01",
            expected="an issuer outside Azure",
            todo="declare a connection: Patless takes the issuer and the subject from it",
        )
    if credential.issuer.startswith(GITHUB) and ":pull_request" in credential.subject:
        to_come = PLANNED["signs_in_from", "*", "github", "pull_request"]
        yield workload.source.problem(
            (*path, "subject"), to_come.what, expected=to_come.expected, todo=to_come.todo
        )


def _existing(workload: Workload) -> Iterator[Problem]:
    """What only whoever looks after an identity can arrange."""
    if workload.signs_in_from:
        yield workload.source.problem(
            ("signs_in_from",),
            "trust for an identity that somebody else looks after",
            expected="no `signs_in_from`, where `identity` is `existing`",
            todo="declare the trust where the identity is made, or give the workload an identity of its own",
        )
    principal = workload.principal
    if workload.connections and principal is not None and principal.client_id is None:
        yield workload.source.problem(
            ("identity", "existing", "client_id"),
            "missing key, by which the workload's connections sign in",
            expected="the principal id and the client id of the identity",
            todo="add its client id, or remove `connections`",
        )


def _trusted(workload: Workload) -> Iterator[tuple[KeyPath, tuple[str, str]]]:
    for name, trust in workload.signs_in_from.items():
        for credential in trust.credentials(name):
            yield ("signs_in_from", name), (credential.issuer, credential.subject)


def _environments(workload: Workload) -> Iterator[Problem]:
    """GitHub takes names of environments in any case, and writes into its tokens how the job spells it."""
    seen: dict[tuple[int, str], tuple[KeyPath, str]] = {}
    for name, trust in workload.signs_in_from.items():
        if trust.github is None or trust.github.environment is None:
            continue
        path: KeyPath = ("signs_in_from", name, "github", "environment")
        environment = trust.github.environment
        first = seen.setdefault((trust.github.repository_id, environment.casefold()), (path, environment))
        if first[1] != environment:
            yield workload.source.problem(
                path,
                f"to GitHub the same environment as on line {workload.source.line(*first[0])}",
                expected="environments of a repository that differ in more than case",
                todo="spell it as the job does, once",
            )


def _too_many(workload: Workload) -> Iterator[Problem]:
    trusts, connections = len(workload.credentials), len(workload.connections)
    if trusts + connections > MOST:
        parts = [f"{trusts} of `signs_in_from`"] * bool(trusts)
        parts += [f"{connections} of `connections`"] * bool(connections)
        yield workload.source.problem(
            ("signs_in_from" if trusts else "connections",),
            f"{trusts + connections} federated credentials: {' and '.join(parts)}",
            expected=f"at most {MOST} on one identity; each trust and each connection takes one, "
            "a GitHub trust in both forms takes two",
            todo="split the workload in two",
        )
