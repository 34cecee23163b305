"""Profiles: how strict the guardrails are as a whole."""

from enum import StrEnum


class Profile(StrEnum):
    """A level for every rule at once."""

    BASELINE = "baseline"
    """Only the rules that keep secrets out."""

    STANDARD = "standard"
    """Every rule at its own level."""

    STRICT = "strict"
    """Every rule, and much that is advice otherwise stops the deployment."""

    AUDIT = "audit"
    """Every rule as advice: nothing is stopped."""
