"""The SDK's debug lines, which cost a large program a good part of its time."""

import os
from typing import Any

from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.settings import get_engine

WANTED = "PULUMI_OPTION_DEBUG"
"""What makes the engine show debug lines, as `--debug` does; a program can see the variable only."""


def keep_back() -> None:
    """Keep debug lines from the engine, unless it is asked to show them by PULUMI_OPTION_DEBUG=true.

    The SDK sends each by itself, about seven for each resource, and its event loop waits for every answer.
    """
    engine = get_engine()
    if engine is None or os.environ.get(WANTED, "").lower() in ("true", "1"):
        return
    send = engine.Log

    def log(request: Any) -> Any:
        return None if request.severity == engine_pb2.DEBUG else send(request)

    engine.Log = log
