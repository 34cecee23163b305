"""A line of text that people read."""

from typing import Annotated

from pydantic import BeforeValidator

from stacks.manifest.text import text


def _one_line(value: object) -> object:
    """Fold the line breaks that YAML's `>` and `|` leave behind."""
    return " ".join(value.split()) if isinstance(value, str) else value


Line = Annotated[
    str,
    BeforeValidator(_one_line),
    text(
        "^.+$",
        longest=256,
        expected="one sentence, at most 256 characters",
        example="Sorts the support mail.",
    ),
]
"""White space is folded: a sentence may be wrapped in the file."""
