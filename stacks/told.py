"""What a run tells beside the engine's own words: warnings, what it costs, who is no longer managed."""

from typing import Any

import pulumi

from stacks.last_run import LastRun
from stacks.manifest import Stack


def tell(stack: Stack, last: LastRun) -> None:
    """Tell warnings, the price, and what is different from the last run."""
    for warning in stack.warnings:
        pulumi.log.warn(str(warning))
    estimate = stack.estimate
    was = last.outputs["access_levels"]["monthly_usd"] if "access_levels" in last.outputs else 0
    pulumi.log.info(f"Access levels: {estimate}. This change: {estimate.monthly_usd - was:+.2f} USD a month.")
    people = last.outputs.get("people") or ()
    for gone in sorted(set(people) - {person.user for person in stack.members.people}):
        pulumi.log.warn(
            f"{gone} is not in members.yaml any more: the stack no longer manages this colleague, who stays "
            "in the organisation. To take the access away, do it in the organisation's settings."
        )


def exported(stack: Stack, last: LastRun) -> dict[str, Any]:
    """What the next run is compared with."""
    estimate = stack.estimate
    people = [person.user for person in stack.members.people if not person.existing]
    had = [*(last.outputs.get("people") or ()), *(last.outputs.get("let_go") or ())]
    return {
        "organization": stack.organization.organization,
        "access_levels": {"seats": estimate.counts, "monthly_usd": estimate.monthly_usd},
        "people": people,
        "let_go": sorted(set(had) - set(people)),
        "protect": stack.organization.protect,
    }
