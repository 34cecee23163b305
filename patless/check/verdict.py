"""How a check ends: its exit codes."""

from enum import IntEnum


class Verdict(IntEnum):
    """The exit codes of `patless check`; `docs/guides/check.md` promises them."""

    CLEAN = 0
    """No mandatory finding."""

    FINDINGS = 1
    """A mandatory finding that nothing exempts."""

    USAGE = 2
    """A wrong option, or a file that cannot be read."""

    COULD_NOT_RUN = 3
    """No verdict: there was no preview, or it did not come to its end."""
