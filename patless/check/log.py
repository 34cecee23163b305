"""What the engine and its policy packs said, from the lines of an event log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

PACK = "patless"
"""The name of the policy pack."""

ENDED = ("preview failed", "update failed")
"""What the engine says at the end of every run that failed, whatever the reason."""


@dataclass(frozen=True)
class Violation:
    """What one policy of a pack reported."""

    pack: str
    policy: str
    level: str
    severity: str
    urn: str
    message: str

    @property
    def failed(self) -> bool:
        """Whether the policy itself failed, which the engine calls advice."""
        return "can't run policy" in self.message


@dataclass
class Log:
    """What was said in one run; empty where nothing is known of a run."""

    violations: list[Violation] = field(default_factory=list)
    resource_rules: set[str] = field(default_factory=set)
    """The policies of our pack about single resources that were in force."""

    stack_rules: set[str] = field(default_factory=set)
    """Those about the stack."""

    judged: set[str] = field(default_factory=set)
    """The URNs of the resources that our pack judged; not those that a run leaves out."""

    stack_judged: bool = False
    """Whether the pack judged the stack; it does not where the program failed."""

    packs: Mapping[str, str] = field(default_factory=dict)
    """The packs that were loaded: name and version."""

    errors: list[str] = field(default_factory=list)
    """What the engine says went wrong, without interrupts and endings."""

    failed: bool = False


def read(events: Iterable[Mapping[str, Any]]) -> Log:
    """The log of a run; of an update with its preview, what both said."""
    log = Log()
    for event in events:
        for key, take in _TAKEN.items():
            if key in event:
                take(log, event[key])
    return log


def _policy(log: Log, event: Mapping[str, Any]) -> None:
    log.violations.append(
        Violation(
            pack=event.get("policyPackName", ""),
            policy=event["policyName"],
            level=event.get("enforcementLevel", "mandatory"),
            severity=event.get("severity", ""),
            urn=event.get("resourceUrn", ""),
            message=event.get("message", ""),
        )
    )


def _resource(log: Log, event: Mapping[str, Any]) -> None:
    if event.get("policyPackName") == PACK:
        log.judged.add(event.get("resourceUrn", ""))
        log.resource_rules.update([*(event.get("passed") or ()), *(event.get("failed") or ())])


def _stack(log: Log, event: Mapping[str, Any]) -> None:
    if event.get("policyPackName") == PACK:
        log.stack_judged = True
        log.stack_rules.update([*(event.get("passed") or ()), *(event.get("failed") or ())])


def _diagnostic(log: Log, event: Mapping[str, Any]) -> None:
    if event.get("severity") == "error":
        message = event.get("message", "").strip()
        # The engine interrupts the program on a violation, and Python may answer with a traceback.
        if message not in ENDED and "KeyboardInterrupt" not in message:
            log.errors.append(message)


def _summary(log: Log, event: Mapping[str, Any]) -> None:
    # Written as "name|local|folder" and as the name alone.
    packs = event.get("PolicyPacks") or {}
    log.packs = {key.partition("|")[0]: version for key, version in packs.items()}
    log.failed = event.get("result") == "failed"


_TAKEN = {
    "policyEvent": _policy,
    "policyRemediateSummaryEvent": _resource,
    "policyAnalyzeSummaryEvent": _resource,
    "policyAnalyzeStackSummaryEvent": _stack,
    "diagnosticEvent": _diagnostic,
    "summaryEvent": _summary,
}
