"""Which type a call is about, and the names that the official plug-ins make up."""

import hashlib
import re
import secrets

from patless.sandbox.plugins.values import Values

NAMED_BY_THE_PLUG_IN = "__createBeforeDelete"
"""The official azure-native's mark on what it named itself: a replacement may come before the old goes."""

_API_VERSION = re.compile(r"(?<=^azure-native:)(\w+)/v\w+(?=:)")


def token(type_: str, urn: str) -> str:
    """The type without the API version that azure-native's tokens may carry."""
    last = type_ or urn.split("::")[2].split("$")[-1]
    return _API_VERSION.sub(r"\1", last)


def named(inputs: Values, old: Values, auto_name: str, urn: str, seed: bytes) -> Values:
    """The inputs with a name: the one from before, or the resource's own and eight random digits."""
    if not auto_name or inputs.get(auto_name):
        return inputs
    if old.get(auto_name):
        kept = {name: old[name] for name in (auto_name, NAMED_BY_THE_PLUG_IN) if name in old}
        return inputs | kept
    suffix = hashlib.sha256(seed or secrets.token_bytes(16)).hexdigest()[:8]
    return inputs | {auto_name: urn.split("::")[-1] + suffix, NAMED_BY_THE_PLUG_IN: True}
