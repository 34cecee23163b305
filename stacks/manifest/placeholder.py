"""What stands in an example for a value of one's own."""

import re

from pydantic import BeforeValidator

from stacks.manifest.refusal import refusal

# Bitbucket has GUIDs in braces in its subjects, and these are meant.
PLACEHOLDER = re.compile(r"<[^<>]+>|\$?\{(?![0-9a-fA-F]{8}-)[^{}]*\}|\$\([^()]*\)")


def _refuse(value: object) -> object:
    if isinstance(value, str) and PLACEHOLDER.search(value):
        raise refusal(
            "a placeholder that was left in, such as {tenantId} or <cluster>",
            expected="the value itself, without < > or { }",
            todo="put your own value in its place",
        )
    return value


Whole = BeforeValidator(_refuse)
"""Refuses a text that still holds a placeholder."""
