"""Files that hold a stack or a change to it."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from patless.check import log
from patless.check.change import Subject, changes, present
from patless.check.entry import Entry
from patless.errors import PatlessError

SHAPE: Mapping[str, type] = {
    "inputs": dict,
    "outputs": dict,
    "propertyDependencies": dict,
    "parent": str,
    "provider": str,
    "sourcePosition": str,
    "protect": bool,
}
"""What the parts of a resource are, where they are there."""

STATE = "what `pulumi stack export` writes"
PLAN = "what `pulumi preview --json` or `pulumi preview --event-log` writes"


def state(file: str) -> list[Entry]:
    """The resources of a saved stack."""
    found = _json(_text(file), file, STATE)
    deployment = found.get("deployment") if isinstance(found, dict) else None
    # A stack in which nothing was ever deployed has none.
    if not isinstance(found, dict) or "deployment" not in found or not isinstance(deployment, dict | None):
        known = isinstance(found, dict) and "steps" in found
        raise _other(file, STATE, "`--plan`" if known else None)
    resources = (deployment or {}).get("resources") or []
    if not isinstance(resources, list) or not all(map(_is_resource, resources)):
        raise _other(file, STATE)
    return present(resources)


def plan(file: str) -> Subject:
    """A change, as a preview or an update tells it."""
    text = _text(file)
    try:
        found = _plan(text, file)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise _other(file, PLAN) from None
    if not all(map(_is_resource, (*found.before, *found.after))):
        raise _other(file, PLAN)
    return found


def _plan(text: str, file: str) -> Subject:
    first = text.lstrip().partition("\n")[0]
    if '"sequence"' in first:
        return of_events(list(lines(text, file)), f"plan {_shown(file)}")
    found = _json(text, file, PLAN)
    if not isinstance(found, dict) or not {"steps", "changeSummary"} & set(found):
        known = isinstance(found, dict) and "deployment" in found
        raise _other(file, PLAN, "`--state`" if known else None)
    return of_digest(found, f"plan {_shown(file)}")


def of_events(events: list[Mapping[str, Any]], title: str) -> Subject:
    """The change that the lines of an event log tell."""
    metadata = [event["resourcePreEvent"]["metadata"] for event in events if "resourcePreEvent" in event]
    steps = [(step["op"], step["urn"], step.get("old"), step.get("new")) for step in metadata]
    config = next((event["preludeEvent"].get("config") for event in events if "preludeEvent" in event), None)
    return Subject(title, changes(steps), log.read(events), traced=False, config=config or {})


def of_digest(digest: Mapping[str, Any], title: str) -> Subject:
    """The change that `pulumi preview --json` tells."""
    found = changes(
        (step["op"], step["urn"], step.get("oldState"), step.get("newState"))
        for step in digest.get("steps") or []
    )
    said = log.read({"diagnosticEvent": one} for one in digest.get("diagnostics") or [])
    errors = [error.removeprefix("error: ") for error in said.errors]
    said.errors = [error for error in errors if error not in log.ENDED]
    said.failed = bool(errors)
    counted = sum((digest.get("changeSummary") or {}).values())
    told = sum(1 for change in found if change.after is not None or change.before is not None)
    return Subject(title, found, said, partial=told < counted, config=digest.get("config") or {})


def unreadable(file: str, error: OSError) -> PatlessError:
    """The error for a file that cannot be read."""
    reason = (error.strerror or "unknown reason").lower()
    return PatlessError(f"{file} cannot be read: {reason}", "a file that you may read", "check the path")


def whole(subject: Subject, file: str) -> Subject:
    """The subject, where it tells of every resource; rules about a stack need all of them."""
    if subject.partial:
        raise PatlessError(
            f"{_shown(file)} leaves out the resources that stay as they are",
            "a plan with all of them",
            "write it with `pulumi preview --json --show-sames`, or give --state beside it",
        )
    return subject


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise PatlessError(
            f"{file} cannot be read: {reason}", "a file that you may read", "check the path"
        ) from None
    except UnicodeDecodeError:
        raise PatlessError(f"{file} is not text", f"{STATE}, or {PLAN}", "write the file again") from None


def _json(text: str, file: str, expected: str) -> Any:
    if not text.strip():
        raise PatlessError(
            f"{_shown(file)} is empty", expected, "look whether the command that wrote it failed"
        )
    try:
        return json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        what = f"{_shown(file)}:{line}: this is not JSON"
        raise PatlessError(what, expected, "write the file again") from None
    except RecursionError:
        raise PatlessError(f"{_shown(file)} is nested too deeply", expected, "write it again") from None


def lines(text: str, file: str) -> Iterator[Mapping[str, Any]]:
    """The events in the lines of an event log."""
    whole = text.splitlines(keepends=True)
    for number, line in enumerate(whole, start=1):
        try:
            event = json.loads(line)
        except ValueError:
            # An engine that was killed leaves half a line behind; the lines before it are whole.
            if number == len(whole) and not line.endswith("\n"):
                return
            what = f"{_shown(file)}:{number}: this line is not JSON"
            raise PatlessError(what, PLAN, "write the file again") from None
        if isinstance(event, dict):
            yield event


def _is_resource(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("urn"), str)
        and isinstance(one.get("type"), str)
        and all(isinstance(one[key], kind) for key, kind in SHAPE.items() if one.get(key) is not None)
        and all(isinstance(urns, list | None) for urns in (one.get("propertyDependencies") or {}).values())
    )


def _other(file: str, expected: str, option: str | None = None) -> PatlessError:
    return PatlessError(
        f"{_shown(file)} is not {expected}",
        "a file that is whole, as Pulumi wrote it",
        f"give it with {option}" if option else "write the file again",
    )


def _shown(file: str) -> str:
    return "standard input" if file == "-" else file
