"""What a rule has to say about a resource."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much harm a broken rule can do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """Whether a broken rule stops the deployment."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"


@dataclass(frozen=True)
class Finding:
    """One broken rule on one resource, told without quoting the value of any property."""

    rule: str
    expected: str
    what: str
    fix: str
    level: Level
    severity: Severity
    type: str
    name: str
    urn: str
    crashed: bool = False

    @property
    def message(self) -> str:
        """What is wrong, and how to put it right."""
        return f"{self.what}\nFix: {self.fix}"
