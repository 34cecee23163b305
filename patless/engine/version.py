"""The version of the engine that Patless is tested with."""

import re

PINNED = "3.255.0"
"""Built or downloaded when PATH has nothing that can be used; `go.mod` pins the same."""

MINIMUM = (3, 255, 0)
"""The oldest `pulumi` on PATH that is used; another major version is not."""


def parsed(text: str) -> tuple[int, int, int] | None:
    """The three numbers of a release such as `3.255.0`; nothing for a pre-release or any other text."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
