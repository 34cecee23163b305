"""Names that were copied out of an address, where a space is written %20."""

import re
from urllib.parse import unquote

from pydantic import BeforeValidator

from stacks.manifest.problem import shown
from stacks.manifest.refusal import refusal

ESCAPE = re.compile("%[0-9a-fA-F]{2}")


def _refuse(value: object) -> object:
    if isinstance(value, str) and ESCAPE.search(value):
        raise refusal(
            "a name as an address spells it, with % and two digits for a character",
            expected="the name as the service shows it",
            todo=f"write `{shown(unquote(value))}`",
        )
    return value


AsShown = BeforeValidator(_refuse)
"""Refuses a name with escapes, and says what it stands for."""
