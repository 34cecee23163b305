"""An identifier of Entra or Azure."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from stacks.manifest.refusal import refusal
from stacks.manifest.text import text

EXPECTED = "a GUID: 32 hexadecimal digits in five groups, 8-4-4-4-12"


def _refuse_braces(value: object) -> object:
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        raise refusal("a GUID in braces", expected=EXPECTED, todo="take the braces away")
    return value


Braceless = BeforeValidator(_refuse_braces)
"""Refuses what stands in braces, as other tools show a GUID."""

Guid = Annotated[
    str,
    StringConstraints(to_lower=True),
    text(
        "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        longest=36,
        expected=EXPECTED,
        example="8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
    ),
    Braceless,
]
"""Written in any case, kept in lower case, so that its spelling never shows up as a change."""
