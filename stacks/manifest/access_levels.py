"""What access levels cost, and what the stack may spend on them."""

from datetime import date

from pydantic import Field

from stacks.manifest.day import Day
from stacks.manifest.number import Usd
from stacks.manifest.part import Part


class Prices(Part):
    """What a seat costs a month, in US dollars, on a day."""

    as_of: Day = Field(description="The day that the prices were looked up.")
    basic: Usd = Field(description="A basic seat beyond the included ones.")
    basic_and_test_plans: Usd = Field(
        alias="basic-and-test-plans", description="A seat of basic-and-test-plans."
    )


# List prices. Source: https://azure.microsoft.com/pricing/details/devops/azure-devops-services/
PRICES = Prices.model_validate({"as_of": date(2026, 1, 1), "basic": 6, "basic-and-test-plans": 52})


class AccessLevels(Part):
    """Prices, and a budget."""

    monthly_budget_usd: Usd | None = Field(
        default=None,
        description="The most that the seats of the stack may cost a month; left out, nothing limits them.",
    )
    included_seats: int = Field(
        default=5,
        ge=0,
        le=1_000_000,
        examples=[5],
        json_schema_extra={"errorMessage": "a whole number from 0 up"},
        description="How many basic seats the stack's members have free of charge. Microsoft includes 5 "
        "in an organisation; write 0 when others have them already.",
    )
    prices_usd: Prices = Field(
        default=PRICES, description="What a seat costs your organisation, where it is not the list price."
    )
