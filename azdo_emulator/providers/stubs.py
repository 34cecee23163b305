"""The SDK's gRPC stubs of a provider, without the SDK around them."""

import importlib
import importlib.util
import sys
import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
else:
    # `import pulumi` would add 0.15 s to the start of every plug-in. The stubs import only each other, so
    # that a bare package that points at their folder is enough.
    _package = types.ModuleType("patless_provider_stubs")
    _sdk = importlib.util.find_spec("pulumi").submodule_search_locations[0]
    _package.__path__ = [f"{_sdk}/runtime/proto"]
    sys.modules[_package.__name__] = _package
    plugin_pb2 = importlib.import_module("patless_provider_stubs.plugin_pb2")
    provider_pb2 = importlib.import_module("patless_provider_stubs.provider_pb2")
    provider_pb2_grpc = importlib.import_module("patless_provider_stubs.provider_pb2_grpc")

__all__ = ["plugin_pb2", "provider_pb2", "provider_pb2_grpc"]
