"""The stack traces of a program, which the engine would keep in the state with each resource."""

import sys
from pathlib import Path
from typing import Any

from pulumi.runtime import resource
from pulumi.runtime.proto import source_pb2
from pulumi.runtime.settings import get_monitor

CONSTRUCTORS = 3
"""Those above the line that declares a resource: Resource, CustomResource or ComponentResource, its own."""


def keep_back() -> None:
    """Keep stack traces from the engine; the line that declares a resource it is told all the same.

    They are half of the state, which the engine writes anew at each step, and hold paths of the machine that
    the program runs on. To read them from the files costs a large program some of its time.
    """
    monitor = get_monitor()
    if monitor is None:
        return
    register = monitor.RegisterResource

    def without_trace(request: Any) -> Any:
        request.ClearField("stackTrace")
        return register(request)

    monitor.RegisterResource = without_trace
    resource._get_stack_trace = _position


def _position() -> source_pb2.StackTrace:
    """The first frame of the SDK's own: whatever called the constructor of the resource's class."""
    frame, seen = sys._getframe(1), 0
    while frame.f_back is not None:
        seen += frame.f_code.co_name == "__init__"
        frame = frame.f_back
        if seen == CONSTRUCTORS:
            at = source_pb2.SourcePosition(uri=Path(frame.f_code.co_filename).as_uri(), line=frame.f_lineno)
            return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=at)])
    return source_pb2.StackTrace()
