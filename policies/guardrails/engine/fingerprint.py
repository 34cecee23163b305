"""Fingerprints: short digests of a resource's inputs, so that an exemption ends when they change.

A fingerprint names each input that it covers, "projectId:?,url:5d41402abc4b2a76"; "?" is one that was not
known yet, and stands for any value. What is secret or sounds so is left out, and so is what says nothing:
empty inputs, descriptions, and values that the provider fills in, which the program does not see. "gone:yes"
says that the resource itself goes, so that leave to weaken it is no leave to take it away.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from guardrails.engine.credentials import is_secret
from guardrails.engine.props import Absent, Known, Props, Value, parts
from guardrails.engine.resource import Resource

NOTHING = "none"
UNKNOWN = "?"
GONE = "gone:yes"

# They say nothing about what a resource may do, or are the engine's own, which the program does not see.
SAY_NOTHING = frozenset({"description", "version", "pluginDownloadURL"})

FILLED_IN: Mapping[str, frozenset[object]] = {
    "serviceEndpointAuthenticationScheme": frozenset({"ServicePrincipal"}),
    "enablePipelinesAccess": frozenset({"true"}),
}


class _NotKnown(Exception):
    """Part of the value cannot be read."""


def fingerprint(resource: Resource) -> str:
    """The fingerprint of a resource's inputs."""
    if not isinstance(resource.props.root, Known):
        return UNKNOWN
    digests = _digests(resource.type, resource.props)
    return ",".join(f"{name}:{digest}" for name, digest in sorted(digests.items())) or NOTHING


def of_loss(before: Resource, after: Resource | None) -> str:
    """The fingerprint of what a change does to a resource: of what it becomes, or of what goes."""
    return fingerprint(after) if after else f"{GONE},{fingerprint(before)}"


def changed(granted: str, present: str) -> set[str]:
    """The inputs that are not what they were when a fingerprint was taken."""
    before, after = _parts(granted), _parts(present)
    return {
        name
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name) and not (before.get(name) == UNKNOWN and name in after)
    }


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition(":") for part in text.split(",") if part != NOTHING]
    return {name.strip(): digest.strip() for name, _, digest in pairs}


def _digests(type_: str, props: Props) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in props.items():
        if name.startswith("__") or name in SAY_NOTHING or is_secret(type_, name):
            continue
        try:
            plain = _plain(type_, name, value)
        except _NotKnown:
            found[name] = UNKNOWN
            continue
        if plain not in (None, "", "false", [], {}) and not _filled_in(name, plain):
            text = json.dumps(plain)
            found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def _filled_in(name: str, plain: object) -> bool:
    return isinstance(plain, str) and plain in FILLED_IN.get(name, ())


def _plain(type_: str, path: str, value: Value) -> object:
    """What is at a path, in the same form wherever it comes from."""
    match value:
        case Absent():
            return None
        case Known(bool() as flag):
            # The inputs of a provider are texts.
            return "true" if flag else "false"
        case Known(int() | float() as number):
            return str(int(number)) if number == int(number) else str(number)
        case Known(str() as text):
            return text
        case Known(Mapping()):
            return {
                name: _plain(type_, f"{path}.{name}", part)
                for name, part in sorted(parts(value), key=lambda pair: pair[0])
                if not is_secret(type_, f"{path}.{name}")
            }
        case Known(Sequence()):
            return [_plain(type_, f"{path}[]", part) for _, part in parts(value)]
    raise _NotKnown
