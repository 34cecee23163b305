"""What the engine did, read from its event log (one JSON object a line)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Violation:
    """One rule that one resource broke."""

    rule: str
    level: str
    urn: str
    message: str

    @property
    def resource(self) -> str:
        """Logical name of the resource."""
        return self.urn.rsplit("::", 1)[-1]


@dataclass
class Run:
    """One run of the engine: what changed and what the guardrails said."""

    changes: dict[str, int] = field(default_factory=dict)
    """Number of resources by operation, such as `create` or `same`."""

    violations: list[Violation] = field(default_factory=list)

    checked: set[str] = field(default_factory=set)
    """URNs of the resources that the guardrails looked at."""

    rules: set[str] = field(default_factory=set)
    """Names of the rules that were in force."""

    @property
    def changed(self) -> int:
        """Number of resources that were, or would be, created, changed, replaced or deleted."""
        return sum(count for operation, count in self.changes.items() if operation != "same")


def read(log: Path) -> Run:
    """The run that the engine wrote to `log`; empty where the engine did not come to write."""
    run = Run()
    if not log.exists():
        return run
    # An engine that was killed leaves half a line behind; the lines before it are whole.
    for line in log.read_text().splitlines(keepends=True):
        if not line.endswith("\n"):
            break
        event: dict[str, Any] = json.loads(line)
        if policy := event.get("policyEvent"):
            run.violations.append(
                Violation(
                    rule=policy["policyName"],
                    level=policy["enforcementLevel"],
                    urn=policy.get("resourceUrn", ""),
                    message=policy["message"],
                )
            )
        if analyzed := event.get("policyAnalyzeSummaryEvent"):
            run.checked.add(analyzed["resourceUrn"])
            run.rules.update([*analyzed.get("passed", []), *analyzed.get("failed", [])])
        if summary := event.get("summaryEvent"):
            run.changes = summary.get("resourceChanges", {})
    return run
