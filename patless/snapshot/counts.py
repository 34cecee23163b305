"""How far a collection has come."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Counts:
    """Of each kind: how many have been read, of how many; the total grows while lists are read."""

    changed: Callable[["Counts"], None] = lambda counts: None
    pause: Callable[[float], None] = lambda seconds: None
    """Told the seconds, where the service wants no call for so long."""

    read: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)

    def expect(self, kind: str, number: int = 1) -> None:
        """There are so many more to read."""
        self.total[kind] = self.total.get(kind, 0) + number
        self.read.setdefault(kind, 0)
        self.changed(self)

    def done(self, kind: str) -> None:
        """One more has been read."""
        self.read[kind] = self.read.get(kind, 0) + 1
        self.changed(self)

    def __str__(self) -> str:
        return ", ".join(f"{kind} {self.read[kind]:,} of {total:,}" for kind, total in self.total.items())
