"""Which inputs of which resource types are credentials: how to look them up."""

import re

from guardrails.data.connection_credentials import CONNECTIONS, WITHOUT_SECRET
from guardrails.data.other_credentials import PROVIDERS, RESOURCES
from guardrails.engine.credential import Credential, Kind
from guardrails.engine.props import Absent, Value, parts
from guardrails.engine.resource import Resource

# The SDK spells some types serviceEndpointNpm:ServiceEndpointNpm, others serviceendpointJenkins and so on.
_SPELLING = re.compile(
    r"azuredevops:index/service_?endpoint(?P<kind>\w+):service_?endpoint(?P=kind)", re.IGNORECASE
)

# Rights on a connection, not a connection.
_PERMISSIONS = r"azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions"

CONNECTION_TYPES = re.compile(
    rf"(?!{_PERMISSIONS}\Z)azuredevops:.*service_?endpoint.*", re.IGNORECASE | re.DOTALL
)

_BY_KIND = {name.lower(): name for name in CONNECTIONS}

# What a credential is called, in whatever spelling.
SOUNDS_SECRET = re.compile(
    r"token|password|passwd|passphrase|secret|credential|certificate|kube_?config|connection_?string"
    r"|(api|access|account|private|shared|signing|ssh|encryption)_?key|(^|_)pat($|_)",
    re.IGNORECASE,
)


def connection(type_: str) -> str | None:
    """What a type of service connection is called in the table; none for what is not there."""
    spelling = _SPELLING.fullmatch(type_)
    return _BY_KIND.get(spelling["kind"].lower()) if spelling else None


def credentials(type_: str) -> tuple[Credential, ...] | None:
    """How a credential gets into a resource of this type; none for a type that nobody classified."""
    if name := connection(type_):
        return CONNECTIONS[name]
    return PROVIDERS.get(type_) or RESOURCES.get(_plain(type_))


def _plain(type_: str) -> str:
    """A type as the table has it: without the API version of azure-native, without older modules' names."""
    return re.sub(r"^azuredevops:\w+/", "azuredevops:index/", re.sub(r"/v\d\w*:", ":", type_))


def without_secret(type_: str) -> str | None:
    """How a connection of this type signs in with no secret; none where it cannot."""
    return WITHOUT_SECRET.get(connection(type_) or "")


def found(resource: Resource) -> dict[Credential, Kind]:
    """The credentials that a resource has, or might have, and what they are in it."""
    kinds = {one: one.kind_in(resource) for one in credentials(resource.type) or ()}
    return {one: kind for one, kind in kinds.items() if kind is not Kind.NONE}


def unclassified(resource: Resource) -> set[str]:
    """The inputs that hold what sounds like a credential, and of which the type's row says nothing."""
    rows = credentials(resource.type) or ()
    classified = {one.input for one in rows}
    secret = tuple(one.input + end for one in rows if one.kind is not Kind.NONE for end in (".", "["))

    def strange(name: str, path: str, value: Value) -> bool:
        if isinstance(value, Absent) or path.startswith(secret):
            return False
        if SOUNDS_SECRET.search(name) and path not in classified:
            return True
        inside = ((key, f"{path}{'' if key == '[]' else '.'}{key}", part) for key, part in parts(value))
        return any(strange(*one) for one in inside)

    return {name for name, value in resource.props.items() if strange(name, name, value)}


def is_secret(type_: str, path: str) -> bool:
    """Whether what stands at a path is a credential, or sounds like one."""
    for one in credentials(type_) or ():
        if one.input == path:
            return one.kind is not Kind.NONE and not one.selects
    return SOUNDS_SECRET.search(path.rpartition(".")[2]) is not None


__all__ = [
    "CONNECTIONS",
    "CONNECTION_TYPES",
    "PROVIDERS",
    "RESOURCES",
    "WITHOUT_SECRET",
    "Credential",
    "Kind",
    "connection",
    "credentials",
    "found",
    "is_secret",
    "unclassified",
    "without_secret",
]
