"""The stack traces of a program, which the engine would keep in the state with each resource."""

from typing import Any

from pulumi.runtime.settings import get_monitor


def keep_back() -> None:
    """Keep stack traces from the engine; the line that declares a resource it is told all the same.

    They are half of the state, which the engine writes anew at each step, and hold paths of the machine that
    the program runs on.
    """
    monitor = get_monitor()
    if monitor is None:
        return
    register = monitor.RegisterResource

    def without_trace(request: Any) -> Any:
        request.ClearField("stackTrace")
        return register(request)

    monitor.RegisterResource = without_trace
