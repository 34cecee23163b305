"""What the seats of a stack cost a month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stacks.manifest.access_level import Seat
from stacks.manifest.members import Members
from stacks.manifest.number import usd
from stacks.manifest.organization import Organization
from stacks.manifest.workload import Workload


@dataclass(frozen=True)
class Seats:
    """The seats of one access level."""

    access_level: Seat
    taken: int
    included: int
    """How many of them are free of charge."""

    price_usd: float
    """What each of the others costs a month."""

    @property
    def paid(self) -> int:
        """How many of them are beyond the included ones."""
        return max(0, self.taken - self.included)

    @property
    def monthly_usd(self) -> float:
        """What they cost a month."""
        return self.paid * self.price_usd

    def __str__(self) -> str:
        paid = f"{self.paid} at {usd(self.price_usd)}" if self.paid and self.price_usd else ""
        included = f"{self.included} included" if self.included else ""
        return f"{self.taken} {self.access_level} ({', '.join(filter(None, (included, paid))) or 'free'})"


@dataclass(frozen=True)
class CostEstimate:
    """The seats of a stack, and what they cost a month."""

    seats: tuple[Seats, ...]
    """One entry for each access level, the free one first."""

    rules: tuple[str, ...]
    """Entra groups with a paid access level: Azure DevOps seats their members, uncounted here."""

    as_of: date
    """The day of the prices."""

    @property
    def monthly_usd(self) -> float:
        """What all of them cost a month."""
        return sum(seats.monthly_usd for seats in self.seats)

    @property
    def counts(self) -> dict[str, int]:
        """How many seats are taken, by access level."""
        return {seats.access_level: seats.taken for seats in self.seats}

    def __str__(self) -> str:
        taken = ", ".join(str(seats) for seats in self.seats if seats.taken) or "no seats"
        rest = f"; not counted: the members of {', '.join(self.rules)}" if self.rules else ""
        return f"{usd(self.monthly_usd)} a month: {taken}; prices of {self.as_of}{rest}"


def estimate(organization: Organization, members: Members, workloads: Iterable[Workload]) -> CostEstimate:
    """Count the seats that the files name: one for each person and for each workload at work."""
    levels = organization.access_levels
    taken = Counter(person.access_level for person in members.people if not person.existing)
    taken.update(
        workload.azure_devops.access_level
        for workload in workloads
        if workload.is_active
        and workload.azure_devops.access_level != "none"
        and not workload.azure_devops.existing
    )
    prices = levels.prices_usd
    seats = (
        Seats("stakeholder", taken["stakeholder"], 0, 0),
        Seats("basic", taken["basic"], levels.included_seats, prices.basic),
        Seats("basic-and-test-plans", taken["basic-and-test-plans"], 0, prices.basic_and_test_plans),
    )
    rules = tuple(
        group.name
        for group in members.entra_groups
        if group.access_level != "stakeholder" and not group.existing
    )
    return CostEstimate(seats, rules, prices.as_of)
