"""Tags on what Azure keeps."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from stacks.manifest.text import text, without

TagName = Annotated[
    str,
    text(
        without(r"<>%&\\?/"),
        longest=512,
        expected=r"a tag's name: at most 512 characters, none of < > % & \ ? /",
        example="cost_center",
    ),
]
TagValue = Annotated[
    str,
    text(
        "^.*$",
        longest=256,
        expected='text, at most 256 characters; a number goes in quotes: "4711"',
        example="4711",
    ),
]
Tags = Annotated[
    Mapping[TagName, TagValue],
    # Azure keeps 50 tags on a resource: half for the organisation's, half for the workload's own.
    Field(max_length=25, json_schema_extra={"additionalProperties": False}),
]
