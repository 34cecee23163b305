"""What a run tells beside the engine's own words: warnings, what it costs, who is no longer managed."""

from typing import Any

import pulumi
from pulumi import Output

from stacks.manifest import Stack


def tell(stack: Stack) -> None:
    """Tell warnings and the price; a preview tells the difference to the stack's last run too."""
    for warning in stack.warnings:
        pulumi.log.warn(str(warning))
    if not pulumi.runtime.is_dry_run():
        # While the engine writes the state, a program that reads it can meet half a file.
        pulumi.log.info(f"Access levels: {stack.bill}.")
        return
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    last = pulumi.StackReference(name)
    Output.all(last.get_output("access_levels"), last.get_output("people")).apply(
        lambda before: _compare(stack, *before)
    )


def exported(stack: Stack) -> dict[str, Any]:
    """What `tell` compares the next run with."""
    bill = stack.bill
    return {
        "organization": stack.organization.organization,
        "access_levels": {"seats": bill.counts, "monthly_usd": bill.monthly_usd},
        "people": [person.user for person in stack.members.people],
    }


def _compare(stack: Stack, before: dict[str, Any] | None, people: list[str] | None) -> None:
    bill = stack.bill
    was = before["monthly_usd"] if before else 0
    pulumi.log.info(f"Access levels: {bill}. This change: {bill.monthly_usd - was:+.2f} USD a month.")
    for gone in sorted(set(people or ()) - {person.user for person in stack.members.people}):
        pulumi.log.warn(
            f"{gone} is not in members.yaml any more: the stack no longer manages this colleague, who stays "
            "in the organisation. To take the access away, do it in the organisation's settings."
        )
