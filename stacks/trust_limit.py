"""Twenty federated credentials on one identity, at any moment of a run: new ones come before old ones go."""

from components.federated_trust import trust_key
from stacks.last_run import LastRun
from stacks.manifest import ManifestError, Stack
from stacks.manifest.credential import MOST
from stacks.renames import Renames


def refuse(stack: Stack, last: LastRun, renames: Renames) -> None:
    """Stop where an identity would have too many for a while. Raises ManifestError."""
    problems = []
    for workload in stack.active:
        name = renames.workload(workload.name)
        had = last.workloads.get(name, {}).get("signs_in_from") or {}
        old = {trust_key(one["issuer"], one["subject"]) for one in had.values()}
        new = {trust_key(one.issuer, one.subject) for one in workload.credentials}
        connections = len(workload.own_connections) + len(
            last.connections(name).keys()
            - {renames.connection(workload.name, key)[1] for key in workload.own_connections}
        )
        most = len(old | new) + connections
        if most > MOST:
            problems.append(
                workload.source.problem(
                    ("signs_in_from",),
                    f"{most} federated credentials until the old ones are gone: "
                    f"{len(new - old)} of them new, {len(old - new)} old",
                    expected=f"at most {MOST} on one identity at any moment",
                    todo="take the old ones out in a run of its own, then add the new ones",
                )
            )
    if problems:
        raise ManifestError(problems)
