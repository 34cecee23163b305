"""The SDK's gRPC stubs of the language host, without the SDK around them."""

import importlib
import importlib.util
import sys
import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2
else:
    # `import pulumi` would add 0.13 s to every preview, twice with a policy pack. The stubs only import each
    # other, so a bare package that points at their folder is enough.
    _folder = f"{importlib.util.find_spec('pulumi').submodule_search_locations[0]}/runtime/proto"
    _package = types.ModuleType("patless_engine_stubs")
    _package.__path__ = [_folder]
    sys.modules[_package.__name__] = _package
    language_pb2 = importlib.import_module("patless_engine_stubs.language_pb2")
    language_pb2_grpc = importlib.import_module("patless_engine_stubs.language_pb2_grpc")
    plugin_pb2 = importlib.import_module("patless_engine_stubs.plugin_pb2")

__all__ = ["language_pb2", "language_pb2_grpc", "plugin_pb2"]
