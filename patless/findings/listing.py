"""Findings with what belongs to them: of which organisation, at which time, and what is not among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from patless.findings.finding import Finding
from patless.snapshot.snapshot import Gap


@dataclass(frozen=True)
class Section:
    """Findings that belong together. day: on which all of them stop."""

    title: str
    findings: Sequence[Finding]
    day: date | None = None


@dataclass(frozen=True)
class Listing:
    """What a report found. rehearsal: how to try the next day beforehand, in lines."""

    organization: str
    taken_at: datetime
    caller: str
    sections: Sequence[Section]
    gaps: Sequence[Gap]
    rehearsal: Sequence[str] = ()

    @property
    def findings(self) -> list[Finding]:
        """All of them, in order."""
        return [finding for section in self.sections for finding in section.findings]

    @property
    def today(self) -> date:
        """The day on which it was taken."""
        return self.taken_at.date()
