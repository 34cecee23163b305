"""When a connection may be used."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from stacks.manifest.nearest import nearest
from stacks.manifest.part import Part
from stacks.manifest.refusal import refusal
from stacks.manifest.text import text
from stacks.manifest.time_zones import TIME_ZONES

EXPECTED = "a time zone by the name that Windows gives it, such as W. Europe Standard Time or UTC"
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _known(value: str) -> str:
    if value not in TIME_ZONES:
        raise refusal(
            "not a time zone that Azure DevOps knows",
            expected=EXPECTED,
            todo="write its Windows name: `tzutil /l` lists all of them",
            nearest=nearest(value, TIME_ZONES),
        )
    return value


TimeZone = Annotated[
    str,
    AfterValidator(_known),
    WithJsonSchema(
        {
            "type": "string",
            "enum": list(TIME_ZONES),
            "errorMessage": EXPECTED,
            "examples": ["W. Europe Standard Time"],
        }
    ),
]
Time = Annotated[
    str,
    text(
        "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        longest=5,
        expected='a time of the day in quotes, with two digits for the hour: "08:00"',
        example="08:00",
    ),
]


class BusinessHours(Part):
    """Hours of the day and days of the week."""

    time_zone: TimeZone = Field(description="The time zone, by the name that Windows gives it.")
    start: Time = Field(description="The first minute.")
    end: Time = Field(description="The last minute, later on the same day.")
    days: tuple[Day, ...] = Field(min_length=1, description="The days.")

    @model_validator(mode="after")
    def _refuse_no_time(self) -> Self:
        # What the service makes of hours that pass midnight is not documented.
        if self.start >= self.end:
            raise refusal(
                "business hours that end before they begin",
                expected="an `end` later than the `start`, on the same day",
                todo="correct the two; hours that pass midnight cannot be had",
            )
        return self
