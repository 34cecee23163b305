"""The search for an engine: PATH, then the official release, then the Go module."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from patless.engine import ambient, module, placement, record, release
from patless.engine.lock import exclusive
from patless.engine.record import Engine, Source
from patless.engine.step import Request, Skipped, Step
from patless.engine.version import MINIMUM, PINNED, parsed
from patless.errors import PatlessError

STEPS: Mapping[Source, Step] = MappingProxyType(
    {"path": ambient.find, "release": release.find, "module": module.find}
)

NAMES: Mapping[Source, str] = MappingProxyType(
    {"path": "PATH", "release": "the official release", "module": "the Go module"}
)


def install(
    root: Path, say: Callable[[str], None], *, pinned: bool = False, steps: Mapping[Source, Step] = STEPS
) -> Engine:
    """The engine of the checkout at `root`: the recorded one if it fits, else the first that is found."""
    recorded = _recorded(root, pinned)
    if recorded:
        return recorded
    with exclusive(record.folder_of(root) / "lock", say):
        return _recorded(root, pinned) or _found(Request(root, say, pinned), steps)


def _found(request: Request, steps: Mapping[Source, Step]) -> Engine:
    reasons: list[str] = []
    for source, step in steps.items():
        try:
            found = step(request)
        except Skipped as skipped:
            reasons.append(f"{source}: {skipped}")
            request.say(f"not from {NAMES[source]}: {skipped}")
            continue
        reasons.append(f"{source}: {found.reason}")
        placement.place(request.root, found)
        return record.write(request.root, found.version, source, reasons, module.pin())
    raise PatlessError(
        "no Pulumi engine could be set up:\n  - " + "\n  - ".join(reasons),
        f"pulumi {'.'.join(map(str, MINIMUM))} or newer on PATH, or a registry from which it can be built",
        "mend one of the causes above, then run `make setup`",
    )


def _recorded(root: Path, pinned: bool) -> Engine | None:
    try:
        engine = record.installed(root)
    except PatlessError:
        return None
    if pinned or engine.source != "path":
        fits = engine.version == PINNED and record.pin_of(root) == module.pin()
    else:
        fits = (parsed(engine.version) or MINIMUM) >= MINIMUM
    return engine if fits and placement.is_complete(root) else None
