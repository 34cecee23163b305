"""One thing that somebody may do, in words."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an access is about; in the order in which people want to read of it."""

    SIGN_IN = "sign-in"
    PIPELINE = "pipeline"
    CONNECTION = "connection"
    AZURE_ROLE = "role"
    ENTRA = "directory permission"
    GROUP = "membership"
    POOL = "resource role"
    PERMISSION = "permission"
    SEAT = "access level"
    IDENTITY = "identity"
    GUARD = "guard"


@dataclass(frozen=True)
class Access:
    """That somebody may do something; or, for a guard, what stands in the way."""

    kind: Kind
    text: str
    """A clause that begins with who it is about."""

    urn: str

    licence: str = ""
    """The licence that it takes up, as Azure DevOps calls it; of one who costs nothing, empty."""

    stays: bool = False
    """Whether it outlives its resource: taken out of the stack, it is only managed no more."""
