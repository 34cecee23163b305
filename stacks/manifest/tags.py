"""Tags on what Azure keeps."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.by_name import ByName
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
# Azure keeps 50 tags on a resource: half for the organisation's, half for the workload's own.
Tags = Annotated[ByName[TagName, TagValue], Field(max_length=25)]
