"""A pipeline of a project."""

import re
from typing import Annotated

from pydantic import Field, PlainValidator
from pydantic_core import PydanticKnownError

from stacks.manifest.escapes import AsShown
from stacks.manifest.number import LARGEST, Number
from stacks.manifest.refusal import refusal
from stacks.manifest.text import text

FORM = r'^(\\[^\s\\/:*?"<>|]([^\n\\/:*?"<>|]*[^\s\\/:*?"<>|])?)+$'
LONGEST = 400
EXPECTED = r"a pipeline's path with its folder, such as \deploy\support, or its number"


def _pipeline(value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= LARGEST:
            return value
        raise PydanticKnownError("greater_than_equal", {"ge": 1})
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    if len(value) > LONGEST:
        raise PydanticKnownError("string_too_long", {"max_length": LONGEST})
    backslashes = "\\" + value.strip("/").replace("/", "\\")
    if "/" in value and re.fullmatch(FORM, backslashes):
        raise refusal(
            "slashes in a pipeline's path", expected=EXPECTED, todo=f"use backslashes: {backslashes}"
        )
    if not re.fullmatch(FORM, value):
        raise PydanticKnownError("string_pattern_mismatch", {"pattern": FORM})
    return value


Pipeline = Annotated[
    str | int,
    PlainValidator(
        _pipeline,
        json_schema_input_type=Annotated[
            str, text(FORM, longest=LONGEST, expected=EXPECTED, example=r"\deploy\support")
        ]
        | Number,
    ),
    AsShown,
    Field(examples=[r"\deploy\support"], json_schema_extra={"errorMessage": EXPECTED}),
]
"""By path or number: a name alone may be that of several pipelines, in different folders."""
