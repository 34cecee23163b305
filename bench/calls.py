"""How often the parts of a run call each other, from the engine's log of its gRPC calls."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

PLUG_INS = "/pulumirpc.ResourceProvider/"
LOOK_UPS = f"{PLUG_INS}Invoke"
PROGRAM = ("/pulumirpc.ResourceMonitor/", "/pulumirpc.Callbacks/")
"""The services by which the program and the engine call each other."""


@dataclass(frozen=True)
class Calls:
    """How many calls a run made."""

    look_ups: int
    plug_ins: int
    """All calls that reach the provider plug-ins, look-ups among them."""

    program: int
    """Calls between the program and the engine."""


def count(log: Path) -> Calls:
    """The calls in a log."""
    found: Counter[str] = Counter()
    with log.open() as lines:
        for line in lines:
            call = json.loads(line)
            # Each call is there twice: when it began, and when it was answered.
            if call.get("progress") == "response_completed":
                found[call["method"]] += 1
    return Calls(found[LOOK_UPS], _of(found, PLUG_INS), sum(_of(found, service) for service in PROGRAM))


def _of(found: Counter[str], service: str) -> int:
    return sum(calls for method, calls in found.items() if method.startswith(service))
