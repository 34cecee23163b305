"""What the seats of a stack cost, beside what they may."""

from collections.abc import Iterable, Iterator

from stacks.manifest.cost_estimate import estimate
from stacks.manifest.members import Members
from stacks.manifest.number import usd
from stacks.manifest.organization import Organization
from stacks.manifest.problem import Problem
from stacks.manifest.workload import Workload


def problems(
    organization: Organization, members: Members, workloads: Iterable[Workload]
) -> Iterator[Problem]:
    """A stack that costs more than it may."""
    budget = organization.access_levels.monthly_budget_usd
    sum_ = estimate(organization, members, workloads)
    if budget is not None and sum_.monthly_usd > budget:
        yield organization.source.problem(
            ("access_levels", "monthly_budget_usd"),
            f"the stack comes to {sum_}",
            expected=f"at most {usd(budget)} a month",
            todo="lower an access level, or raise the budget",
        )
