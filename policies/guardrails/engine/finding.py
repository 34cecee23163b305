"""What a rule has to say about a resource."""

from dataclasses import dataclass
from enum import StrEnum

from guardrails.engine.exemption import Exemption


class Severity(StrEnum):
    """How much harm a broken rule can do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """Whether a broken rule stops the deployment."""

    DISABLED = "disabled"
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

    fingerprint: str = ""
    """Of the resource's inputs without the secret ones: what an exemption from the rule has to state."""

    source: str = ""
    """File and line, "policies/exemptions.yaml:12", where the finding is about a file and not a resource."""

    exemption: Exemption | None = None
    """What lets the finding pass; its level is then advisory."""

    note: str = ""
    """Why the exemption that there is does not let it pass."""

    @property
    def message(self) -> str:
        """What is wrong, and how to put it right."""
        where = f"{self.source}: " if self.source else ""
        if self.exemption:
            return f"{where}Exempt {self.exemption.terms} from {self.rule}: {self.what}"
        note = f"\n{self.note}" if self.note else ""
        return f"{where}{self.what}\nFix: {self.fix}{note}"
