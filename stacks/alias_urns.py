"""The URNs of aliases, which the SDK works out for engines that cannot."""

from typing import Any

from pulumi import resource
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import monitor_supports_feature


def leave_out() -> None:
    """Leave them out where the engine works them out itself: to it, the SDK sends aliases as they are.

    A resource of azure-native has an alias for each version of its type, a dozen and more.
    """
    if monitor_supports_feature(resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS):
        vars(resource)["collapse_alias_to_urn"] = _nothing


def _nothing(*_: Any) -> str:
    return ""
