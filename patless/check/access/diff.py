"""The access diff: what a change gives to whom, and takes away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guardrails.engine import saved
from guardrails.engine.fingerprint import changed, fingerprint

from patless.check.access import azure, connection, organisation, trust
from patless.check.access.access import Access, Kind
from patless.check.access.names import Names
from patless.check.change import Change, Subject
from patless.check.entry import Entry
from patless.check.snapshot import Snapshot

FINDERS = (trust.access, connection.access, azure.access, organisation.access)
KINDS = list(Kind)


class Turn(StrEnum):
    """What happens to an access."""

    GIVEN = "given"
    CHANGED = "changed"
    TAKEN = "taken"
    STANDS = "stands"


TURNS = list(Turn)


@dataclass(frozen=True)
class Line:
    """One line of the access diff."""

    turn: Turn
    access: Access
    before: str = ""
    """How it was, of one that is changed."""

    inputs: tuple[str, ...] = ()
    """Which inputs of the resource are others than before, where the words are the same."""

    @property
    def text(self) -> str:
        """The line as people read it, without the sign of its turn."""
        if self.turn is Turn.CHANGED and self.inputs:
            return f"{self.access.text} (other than before: {', '.join(self.inputs)})"
        if self.turn is Turn.CHANGED and self.before == self.access.text:
            return f"{self.access.text} (made anew)"
        if self.turn is Turn.CHANGED:
            return f"{self.access.text} (before: {self.before})"
        if self.turn is Turn.TAKEN and self.access.stays:
            return f"{self.access.text} (this stays, but is managed no more)"
        return self.access.text


def accesses(snapshot: Snapshot, names: Names) -> dict[str, Access]:
    """Whom the resources let do what, by their URNs."""
    found = {urn: _access(snapshot, entry, names) for urn, entry in snapshot.entries.items()}
    return {urn: one for urn, one in found.items() if one is not None}


def _access(snapshot: Snapshot, entry: Entry, names: Names) -> Access | None:
    return next((found for find in FINDERS if (found := find(snapshot, entry, names))), None)


def diff(subject: Subject, before: Mapping[str, Access], after: Mapping[str, Access]) -> list[Line]:
    """The lines for a change; for a stack that stands, what there is."""
    if subject.stands:
        return sorted((Line(Turn.STANDS, one) for one in after.values()), key=_order)
    found = [line for change in subject.changes for line in _line(change, before, after)]
    return sorted(found, key=_order)


def _order(line: Line) -> tuple[int, int, str]:
    return TURNS.index(line.turn), KINDS.index(line.access.kind), line.access.text


def _line(change: Change, before: Mapping[str, Access], after: Mapping[str, Access]) -> Iterator[Line]:
    old = before.get(change.before["urn"]) if change.before is not None else None
    new = after.get(change.urn) if change.after is not None else None
    if new is not None and old is None:
        yield Line(Turn.GIVEN, new)
    elif new is not None and old is not None:
        anew = change.replaced and new.kind in (Kind.IDENTITY, Kind.CONNECTION)
        inputs = _changed_inputs(change) if new.text == old.text and new.kind is not Kind.IDENTITY else ()
        if new.text != old.text or anew or inputs:
            yield Line(Turn.CHANGED, new, old.text, inputs)
    elif old is not None:
        yield Line(Turn.TAKEN, old)


def _changed_inputs(change: Change) -> tuple[str, ...]:
    """The inputs that are others than before, without the secret ones and without descriptions."""
    before, after = change.before or {}, change.after or {}
    if before.get("inputs") == after.get("inputs"):
        return ()
    return tuple(sorted(changed(*(fingerprint(saved.resource(one)) for one in (before, after)))))
