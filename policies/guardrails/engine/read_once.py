"""Each resource's properties read once.

The SDK reads them anew for every policy, which costs more than all the rules. Nothing that a policy is given
can be changed, so policies can share what was read. Stands on three names of `pulumi_policy.policy` (1.21.0);
`tests/policies/test_read_once.py` fails where they are others.
"""

from types import SimpleNamespace
from typing import Any

from google.protobuf import json_format
from pulumi_policy import policy


def read_once() -> None:
    """Let the SDK of this process read each resource's properties once."""
    sdk: Any = policy
    deserialize, proxied = sdk.deserialize_properties, sdk.unknown_checking_proxy
    dicts: dict[bytes, dict[str, Any]] = {}
    # By identity: what is read stays in these maps, so that no identity is given to another.
    read: dict[tuple[int, bool], dict[str, Any]] = {}
    wrapped: dict[int, dict[str, Any]] = {}

    def to_dict(message: Any) -> dict[str, Any]:
        key = message.SerializeToString()
        if key not in dicts:
            dicts[key] = json_format.MessageToDict(message)
        return dicts[key]

    def deserialized(props: dict[str, Any], keep_secrets: bool = False) -> dict[str, Any]:
        key = (id(props), keep_secrets)
        if key not in read:
            read[key] = deserialize(props, keep_secrets)
        return read[key]

    def proxy(props: dict[str, Any]) -> dict[str, Any]:
        if id(props) not in wrapped:
            wrapped[id(props)] = proxied(props)
        return wrapped[id(props)]

    sdk.json_format = SimpleNamespace(MessageToDict=to_dict)
    sdk.deserialize_properties = deserialized
    sdk.unknown_checking_proxy = proxy
