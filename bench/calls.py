"""How often a run calls providers, from the engine's log of its gRPC calls."""

import json
from collections import Counter
from pathlib import Path

PROVIDER = "/pulumirpc.ResourceProvider/"


def count(log: Path) -> Counter[str]:
    """Number of calls of each method of a provider, such as `Invoke`, which is a look-up."""
    found: Counter[str] = Counter()
    with log.open() as lines:
        for line in lines:
            call = json.loads(line)
            method = call.get("method", "")
            # Each call is there twice: when it began, and when it was answered.
            if method.startswith(PROVIDER) and call["progress"] == "response_completed":
                found[method.removeprefix(PROVIDER)] += 1
    return found
