"""One way in which a credential gets into a resource."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from guardrails.engine.props import Known, Props
from guardrails.engine.resource import Resource


class Kind(StrEnum):
    """What a credential is."""

    PAT = "personal access token"
    CLIENT_SECRET = "client secret"  # noqa: S105  # the word, not one
    PASSWORD = "password"  # noqa: S105
    KEY = "key"
    TOKEN = "token"  # noqa: S105
    CERTIFICATE = "certificate"
    OAUTH = "OAuth grant of a person"
    FEDERATED = "federated credential"
    NONE = "secret that is none"

    @property
    def phrase(self) -> str:
        """The kind with its article."""
        return f"an {self}" if self is Kind.OAUTH else f"a {self}"


SECRETS = frozenset(Kind) - {Kind.OAUTH, Kind.FEDERATED, Kind.NONE}
"""The kinds that somebody can copy and use elsewhere."""

Excuse = Callable[[Props], bool]
"""Whether a resource's other inputs excuse one, as far as they tell."""


@dataclass(frozen=True)
class Credential:
    """One way in which a credential gets into a resource."""

    input: str
    """The path of the input that carries it, or shows it; empty where the resource itself is one."""

    kind: Kind

    always: bool = False
    """Whether it counts though the input is not to be seen, because the type signs in that way by itself."""

    unless: Excuse | None = None
    """What excuses the input."""

    otherwise: Kind = Kind.NONE
    """What it is where it is excused."""

    environment: str = ""
    """The variable from which the provider plug-in fills the input when it is left out."""

    unseen: str = "its type has no other way"
    """Why it counts though the input is not to be seen."""

    selects: bool = False
    """Whether the input is no secret, but says that there is one."""

    def in_sight(self, resource: Resource) -> str:
        """What shows it: an input, or the variable that fills it; empty where nothing does."""
        if self.input and resource.props.has(self.input):
            return f"input {self.input}"
        if self.environment in resource.environment:
            return f"variable {self.environment}"
        return ""

    def kind_in(self, resource: Resource) -> Kind:
        """What it is in a resource: the kind, what is left of it where it is excused, or nothing."""
        if not (self.always or self.in_sight(resource)):
            return Kind.NONE
        return self.otherwise if self.unless and self.unless(resource.props) else self.kind


def known_text(props: Props, path: str) -> str | None:
    """The text at a path in lower case; none where it is not known, or no text."""
    value = props.get(path)
    return value.value.lower() if isinstance(value, Known) and isinstance(value.value, str) else None


def elsewhere(address: str) -> Excuse:
    """Excuses an input when the address is known, and not one of Azure DevOps."""

    def excuses(props: Props) -> bool:
        text = known_text(props, address)
        if text is None:
            return False
        return not any(home in unquote(text) for home in ("dev.azure.com", "visualstudio.com"))

    return excuses


def chosen(path: str, *values: str) -> Excuse:
    """Excuses an input when another is known to be one of some values."""

    def excuses(props: Props) -> bool:
        return known_text(props, path) in values

    return excuses


def switched_on(path: str) -> Excuse:
    """Excuses an input when another is known to be true."""

    def excuses(props: Props) -> bool:
        value = props.get(path)
        return isinstance(value, Known) and (value.value is True or known_text(props, path) == "true")

    return excuses
