"""One exemption: which rule lets which resource pass, why, by whom and for how long."""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """Leave to break one rule, for one resource or a narrow family of them, until a day."""

    rule: str
    """The id of the rule."""

    resource: str
    """The URN; a "*" in the resource's name stands for any text."""

    reason: str
    owner: str
    """Who answers for it: a group, not a person."""

    ticket: str
    expires: datetime
    """The moment after which it counts no more."""

    fingerprints: tuple[str, ...]
    """Of the resources' inputs when it was granted; a change of the inputs ends it."""

    incident: str = ""
    """The incident's number, for an exemption in an emergency."""

    source: str = ""
    """File and line."""

    @property
    def terms(self) -> str:
        """Until when it counts, and who answers for it, in a few words."""
        known_as = f"incident {self.incident}" if self.incident else self.ticket
        return f"until {self.expires:%Y-%m-%d %H:%M} UTC ({known_as}, {self.owner})"

    def names(self, urn: str) -> bool:
        """Whether it is about the resource with this URN."""
        pattern = ".*".join(re.escape(part) for part in self.resource.split("*"))
        return re.fullmatch(pattern, urn, re.DOTALL) is not None
