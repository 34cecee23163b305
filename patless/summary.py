"""What a run made, in the user's words."""

from collections.abc import Iterator, Mapping
from typing import Any

from patless.events import Run


def deployed(outputs: Mapping[str, Any], run: Run) -> str:
    """The summary that ends `make up`: workloads, guardrails, what to type next."""
    return "\n".join(["", *_changes(run), "", *_workloads(outputs), "", *_guardrails(run), "", *NEXT])


NEXT = [
    "Next:",
    "  make blocked   how a token-based service connection is refused",
    "  make shell     plain pulumi on this sandbox",
    "  make down      destroy what was deployed",
]


def _changes(run: Run) -> Iterator[str]:
    if run.changed:
        yield f"{run.changed} resources changed."
    else:
        yield f"Nothing changed: all {run.changes.get('same', 0)} resources are as declared."


def _workloads(outputs: Mapping[str, Any]) -> Iterator[str]:
    for name, workload in outputs.get("workloads", {}).items():
        identity = workload["identity"]
        yield f"{name}: {workload['purpose']}"
        yield f"  identity      {identity['kind']} {identity['name']}, client id {identity['client_id']}"
        yield f"  access level  {workload['access_level']}"
        yield f"  may act in    {', '.join(workload['member_of']) or 'nothing yet'}"


def _guardrails(run: Run) -> Iterator[str]:
    applied = ", ".join(sorted(run.rules)) or "none"
    found = f"violations: {len(run.violations)}" if run.violations else "no violation"
    yield f"Guardrails: {len(run.checked)} resources checked, {found}. Rules that applied: {applied}."
    for violation in run.violations:
        yield f"  {violation.level}: {violation.rule} on {violation.resource}"
