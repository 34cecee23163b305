"""A snapshot of an organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from patless.snapshot.records import AccessToken, Agent, Connection, Hook, Person, Pool, Project


@dataclass(frozen=True)
class Gap:
    """What could not be read: an absence that must not look like "there is none".

    what: what is missing. why: what the service said. right: what the caller would need. who: people who can
    give that right, as far as they could be found.
    """

    what: str
    why: str
    right: str = ""
    who: Sequence[str] = ()


@dataclass
class Snapshot:
    """What was seen. Times are UTC."""

    organization: str
    taken_at: datetime
    caller: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    """By descriptor."""

    tokens: list[AccessToken] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    """By id."""

    connections: dict[str, Connection] = field(default_factory=dict)
    """By id, so that a shared one is there once."""

    places: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each connection by id: the ids of its projects, and the name that it has in each."""

    last_used: dict[str, datetime] = field(default_factory=dict)
    """Of a connection by id: the start of the last run that used it, in any project."""

    hooks: list[Hook] = field(default_factory=list)
    agents: list[tuple[Pool, Sequence[Agent]]] = field(default_factory=list)
    """The pools of machines of one's own, with their agents."""

    creation_policy: Mapping[str, object] | None = None
    """`Policy.DisablePATCreation` as it stands; None where it could not be read."""

    gaps: list[Gap] = field(default_factory=list)
