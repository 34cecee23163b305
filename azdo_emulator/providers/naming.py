"""Which type a call is about, and the names that the official plug-ins make up."""

import hashlib
import re
import secrets
import uuid

from azdo_emulator.providers.facts import ResourceFacts
from azdo_emulator.providers.values import Values

NAMED_BY_THE_PLUG_IN = "__createBeforeDelete"
"""The official azure-native's mark on what it named itself: a replacement may come before the old goes."""

_API_VERSION = re.compile(r"(?<=^azure-native:)(\w+)/v\w+(?=:)")


def token(type_: str, urn: str) -> str:
    """The type without the API version that azure-native's tokens may carry."""
    last = type_ or urn.split("::")[2].split("$")[-1]
    return _API_VERSION.sub(r"\1", last)


def named(inputs: Values, old: Values, facts: ResourceFacts, urn: str, seed: bytes) -> Values:
    """The inputs with a name: the one from before, the resource's own and eight random digits, or a GUID."""
    auto_name = facts.auto_name
    if not auto_name or inputs.get(auto_name):
        return inputs
    if old.get(auto_name):
        kept = {name: old[name] for name in (auto_name, NAMED_BY_THE_PLUG_IN) if name in old}
        return inputs | kept
    random = hashlib.sha256(seed or secrets.token_bytes(16)).digest()
    name = str(uuid.UUID(bytes=random[:16], version=4)) if facts.auto_guid else _with_suffix(urn, random)
    return inputs | {auto_name: name, NAMED_BY_THE_PLUG_IN: True}


def _with_suffix(urn: str, random: bytes) -> str:
    return urn.split("::")[-1] + random.hex()[:8]
