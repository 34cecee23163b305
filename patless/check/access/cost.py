"""What the access levels of a stack cost a month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from patless.check.access.access import Access
from patless.check.access.organisation import LEVELS

BASIC = ("express", "basic", "earlyAdopter")


@dataclass(frozen=True)
class Prices:
    """What a seat costs a month, in US dollars. Source: the list prices of Azure DevOps Services."""

    basic: float = 6
    basic_and_test_plans: float = 52
    included: int = 0
    """How many basic seats are free of charge; without a manifest that says so, none is taken to be."""

    as_of: str = "2026-01-01"

    def monthly(self, licences: Iterable[str]) -> float:
        """What these licences cost a month."""
        count = Counter(licences)
        basic = sum(count[one] for one in BASIC)
        return max(0, basic - self.included) * self.basic + count["advanced"] * self.basic_and_test_plans


@dataclass(frozen=True)
class Cost:
    """What the stack's seats cost a month, before and after."""

    before: float
    after: float
    prices: Prices
    unknown: tuple[str, ...] = ()
    """Access levels whose price is not known here."""

    stands: bool = False

    @property
    def text(self) -> str:
        """The cost as people read it."""
        included = f", {self.prices.included} basic seats included" if self.prices.included else ""
        source = f"prices of {self.prices.as_of}{included}"
        rest = f"; not counted: {', '.join(self.unknown)}" if self.unknown else ""
        if self.stands or self.before == self.after:
            return f"{_usd(self.after)} a month{'' if self.stands else ', as before'} ({source}{rest})"
        more = self.after - self.before
        sign = "+" if more > 0 else "-"
        return f"{sign}{_usd(abs(more))} a month, {_usd(self.after)} in all ({source}{rest})"


def cost(before: Iterable[Access], after: Iterable[Access], prices: Prices, *, stands: bool) -> Cost:
    """What access costs before and after a change."""
    old = [one.licence for one in before if one.licence]
    new = [one.licence for one in after if one.licence]
    known = {*BASIC, "advanced", "stakeholder", "none"}
    unknown = sorted({LEVELS.get(one, one) for one in new if one not in known})
    return Cost(prices.monthly(old), prices.monthly(new), prices, tuple(unknown), stands)


def _usd(amount: float) -> str:
    return f"${amount:,.2f}"
