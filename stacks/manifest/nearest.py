"""The known word that somebody may have meant."""

import difflib
import re
from collections.abc import Iterable

# Comparing is quadratic in the length, and no key or choice is longer.
LONGEST = 40

# What Azure DevOps' API and other tools call the same.
ALSO = {
    "express": "basic",
    "advanced": "basic-and-test-plans",
    "managed_identity": "managed",
    "user_assigned": "managed",
    "app_registration": "application",
    "service_principal": "application",
}


def _plain(word: str) -> str:
    """Without what people mix up: case, hyphens, camel case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-\s]", "_", word).lower()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one; None when none is much like it."""
    if len(word) > LONGEST:
        return None
    plain = {_plain(candidate): candidate for candidate in known}
    if (also := ALSO.get(_plain(word))) in plain.values():
        return also
    close = difflib.get_close_matches(_plain(word), plain, n=1, cutoff=0.65)
    return plain[close[0]] if close else None
