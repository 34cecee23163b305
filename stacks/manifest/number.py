"""Whole numbers and amounts of money."""

from typing import Annotated

from pydantic import Field

# More digits than any id has, and few enough for every reader of JSON.
LARGEST = 10**15

Number = Annotated[
    int,
    Field(ge=1, le=LARGEST, examples=[242], json_schema_extra={"errorMessage": "a whole number from 1 up"}),
]
"""The number of something that a service counts."""

Usd = Annotated[
    float,
    Field(
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
        examples=[60],
        json_schema_extra={"errorMessage": "an amount in US dollars, from 0 to 1,000,000"},
    ),
]


def usd(amount: float) -> str:
    """An amount as people write it: `52 USD`, `4.50 USD`."""
    return f"{amount:,.2f}".removesuffix(".00") + " USD"
