"""A day."""

import re
from datetime import date
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from stacks.manifest.refusal import refusal
from stacks.manifest.text import text

FORM = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
EXPECTED = "a day as year-month-day, such as 2027-05-31"


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(FORM, value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise refusal("not a day of the calendar", expected=EXPECTED, todo="write it like `2027-05-31`")


Day = Annotated[
    date,
    PlainValidator(
        _day,
        json_schema_input_type=Annotated[
            str, text(FORM, longest=10, expected=EXPECTED, example="2027-05-31")
        ],
    ),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
]
"""In YAML a plain text, which Patless reads itself: no reader of YAML has to know dates."""
