"""What a change takes away: approvals, checks, restrictions of branches, protection."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from guardrails import ChangeRule, Finding, Loss
from guardrails.engine import saved
from guardrails.engine.props import Absent, Known, Redacted, Unknown, parts
from guardrails.rules import keeps_approvals, keeps_branch_restrictions, keeps_checks, keeps_protection

from patless.check.access import connection
from patless.check.access.names import Names
from patless.check.access.types import BRANCH_POLICY, CHECK, CONNECTION
from patless.check.change import Change, Subject
from patless.check.entry import Entry, flag, name, text, value
from patless.check.snapshot import Snapshot

APPROVAL = re.compile(r"azuredevops:index/checkApproval:\w+")
BRANCHES = re.compile(r"azuredevops:index/checkBranchControl:\w+")

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Weaker = Callable[[Entry, Entry], Iterator[str]]

Lost = tuple[Entry, Entry | None, str]
"""What a resource was, what it is to be or what takes its place, and what is lost by it."""


def _removed(subject: Subject, names: Names, types: Callable[[str], bool], weaker: Weaker) -> Iterator[Lost]:
    """The guards that a change takes from what is still there, and those that it weakens."""
    before, after = Snapshot(subject.before), Snapshot(subject.after)
    for change in subject.changes:
        old = change.before
        if old is None or not types(old["type"]):
            continue
        stays = change.after is not None and not _moves(subject, before, after, change)
        new = change.after if stays else _successor(before, after, old)
        guarded = _guarded(before, old, names)
        if new is not None:
            yield from ((old, new, f"{what}: {guarded}.") for what in weaker(old, new))
        elif not _goes_too(subject, before, after, old):
            yield old, None, f'The change takes "{name(old)}" away from what it guards: {guarded}.'


def _guarded(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    if CHECK.fullmatch(entry["type"]):
        return connection.target(snapshot, entry, names)
    return "the branches of a repository"


def _successor(before: Snapshot, after: Snapshot, old: Entry) -> Entry | None:
    """A guard of the same kind under another name, on the same thing."""
    target = connection.target(before, old, Names())
    same = (entry for entry in after.entries.values() if entry["type"] == old["type"])
    if not CHECK.fullmatch(old["type"]):
        return None
    return next((entry for entry in same if connection.target(after, entry, Names()) == target), None)


def _moves(subject: Subject, before: Snapshot, after: Snapshot, change: Change) -> bool:
    """Whether a check guards something else from now on."""
    if change.before is None or change.after is None or not CHECK.fullmatch(change.before["type"]):
        return False
    later = _later(subject)
    old = {later.get(one, one) for one in _targets(before, change.before)}
    new = _targets(after, change.after)
    # An event log does not tell where a value comes from that is not known yet.
    return old.isdisjoint(new) if new or subject.traced else False


def _targets(snapshot: Snapshot, check: Entry) -> set[str]:
    """What is known of what a check guards: its id, and the URN and id of the connection."""
    found = connection.connection(snapshot, check, "targetResourceId")
    known = (found["urn"], found.get("id")) if found else ()
    return {str(one) for one in (*known, text(check, "targetResourceId")) if one}


def _goes_too(subject: Subject, before: Snapshot, after: Snapshot, old: Entry) -> bool:
    """Whether what is guarded is taken away too, and is not made again under another logical name."""
    if not CHECK.fullmatch(old["type"]):
        return False
    guarded = connection.connection(before, old, "targetResourceId")
    if guarded is None or guarded["urn"] in _later(subject):
        return False
    called = _called(guarded)
    same = (one for one in after.entries.values() if one["type"] == guarded["type"])
    return not called or all(_called(one) != called for one in same)


def _called(guarded: Entry) -> str:
    return text(guarded, "serviceEndpointName") or text(guarded, "name")


def _later(subject: Subject) -> dict[str, str]:
    """The URNs of what stays, by those that it had before."""
    return {one.before["urn"]: one.urn for one in subject.changes if one.before and one.after}


def _number(entry: Entry, path: str) -> int | None:
    """A number; 0 where there is none, None where it cannot be read."""
    match value(entry, path):
        case Absent():
            return 0
        case Known(int() | float() as number) if not isinstance(number, bool):
            return int(number)
        case Known(str() as word) if word.isdecimal():
            return int(word)
    return None


def _fewer(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after < before)


def _turned(old: Entry, new: Entry, path: str, good: bool, default: bool, what: str) -> Iterator[str]:
    if flag(old, path, default) is good and flag(new, path, default) is not good:
        yield what


def _weaker_approval(old: Entry, new: Entry) -> Iterator[str]:
    subject = f'The approval "{name(old)}"'
    if _fewer(_needed(old), _needed(new)):
        yield f"{subject} needs fewer approvers than before"
    if _approvers(new) is None or (_approvers(new) or set()) - (_approvers(old) or set()):
        yield f"{subject} can be given by others than before"
    yield from _turned(
        old, new, "requesterCanApprove", False, False, f"{subject} can be given by who asks for it"
    )


def _needed(entry: Entry) -> int | None:
    """How many have to approve; all that are listed, where no number is."""
    approvers = _approvers(entry)
    return _number(entry, "minimumRequiredApprovers") or (None if approvers is None else len(approvers))


def _approvers(entry: Entry) -> set[str] | None:
    """Who may approve; None where it is not known."""
    found = [part for _, part in parts(value(entry, "approvers"))]
    known = {str(part.value) for part in found if isinstance(part, Known)}
    return known if found and len(known) == len(found) else None


def _weaker_branches(old: Entry, new: Entry) -> Iterator[str]:
    subject = f'The branch control "{name(old)}"'
    before, after = _branches(old), _branches(new)
    if not all(any(fnmatchcase(branch, pattern) for pattern in before) for branch in after):
        yield f"{subject} lets in branches that it did not let in before"
    yield from _turned(
        old, new, "verifyBranchProtection", True, False, f"{subject} asks no more that branches are protected"
    )
    yield from _turned(
        old,
        new,
        "ignoreUnknownProtectionStatus",
        False,
        False,
        f"{subject} lets in what it cannot tell about",
    )


def _listed(entry: Entry, path: str) -> list[object] | None:
    """The items of a list, none where there is no list; None where they cannot be read."""
    whole = value(entry, path)
    if isinstance(whole, Unknown | Redacted):
        return None
    found = [part for _, part in parts(whole)]
    known = [part.value for part in found if isinstance(part, Known)]
    return known if len(known) == len(found) else None


def _weaker_policy(old: Entry, new: Entry) -> Iterator[str]:
    subject = f'The branch policy "{name(old)}"'
    for path in ("enabled", "blocking"):
        yield from _turned(old, new, path, True, True, f"{subject} is {path} no more")
    if _fewer(*(_number(entry, "settings.reviewerCount") for entry in (old, new))):
        yield f"{subject} asks for fewer reviewers than before"
    scopes = _listed(new, "settings.scopes")
    if scopes is None or any(one not in scopes for one in _listed(old, "settings.scopes") or ()):
        yield f"{subject} holds for other branches than before"


def _weaker_hours(old: Entry, new: Entry) -> Iterator[str]:
    subject = f'The check "{name(old)}"'
    if any(flag(old, day, False) is False and flag(new, day, False) is not False for day in DAYS):
        yield f"{subject} opens on days on which it did not open before"
    (start, end, zone), (start_before, end_before, zone_before) = (
        [text(entry, key) for key in ("startTime", "endTime", "timeZone")] for entry in (new, old)
    )
    # Texts such as 08:30; one that is not known yet is empty.
    if zone != zone_before or start < start_before or not end or end > end_before:
        yield f"{subject} opens at hours at which it did not open before"


def _weaker_template(old: Entry, new: Entry) -> Iterator[str]:
    before, after = _listed(old, "requiredTemplates") or [], _listed(new, "requiredTemplates")
    if after is None or any(one not in before for one in after):
        yield f'The check "{name(old)}" lets in pipelines of other templates than before'


def _branches(entry: Entry) -> list[str]:
    """The patterns of branches that are let in; all of them, where it is not known."""
    return [one.strip() for one in text(entry, "allowedBranches").split(",") if one.strip()] or ["*"]


def _weaker_check(old: Entry, new: Entry) -> Iterator[str]:
    found = CHECK.fullmatch(old["type"])
    match found and found["kind"]:
        case "BusinessHours":
            yield from _weaker_hours(old, new)
        case "RequiredTemplate":
            yield from _weaker_template(old, new)


def _approvals(subject: Subject, names: Names) -> Iterator[Lost]:
    return _removed(subject, names, lambda type_: bool(APPROVAL.fullmatch(type_)), _weaker_approval)


def _branch_restrictions(subject: Subject, names: Names) -> Iterator[Lost]:
    yield from _removed(subject, names, lambda type_: bool(BRANCHES.fullmatch(type_)), _weaker_branches)
    yield from _removed(subject, names, lambda type_: bool(BRANCH_POLICY.fullmatch(type_)), _weaker_policy)


def _checks(subject: Subject, names: Names) -> Iterator[Lost]:
    def others(type_: str) -> bool:
        return bool(
            CHECK.fullmatch(type_) and not APPROVAL.fullmatch(type_) and not BRANCHES.fullmatch(type_)
        )

    return _removed(subject, names, others, _weaker_check)


def _protection(subject: Subject, _: Names) -> Iterator[Lost]:
    for change in subject.changes:
        if change.before is not None and change.after is not None and _lost(change):
            noun = "service connection" if CONNECTION.fullmatch(change.before["type"]) else "resource"
            yield (
                change.before,
                change.after,
                f'The {noun} "{name(change.before)}" can be deleted from now on.',
            )


def _lost(change: Change) -> bool:
    old, new = change.before or {}, change.after or {}
    return bool(old.get("custom") and old.get("protect") and not new.get("protect"))


CHECKS: Mapping[str, Callable[[Subject, Names], Iterable[Lost]]] = {
    keeps_approvals.RULE.id: _approvals,
    keeps_branch_restrictions.RULE.id: _branch_restrictions,
    keeps_checks.RULE.id: _checks,
    keeps_protection.RULE.id: _protection,
}
"""What finds the losses that each rule is about."""


def examine(rule: ChangeRule, subject: Subject, names: Names) -> Iterator[Finding]:
    """What a change takes away that a rule keeps."""
    return rule.examine(lambda: map(_loss, CHECKS[rule.id](subject, names)))


def _loss(lost: Lost) -> Loss:
    before, after, what = lost
    return Loss(saved.resource(before), saved.resource(after) if after else None, what)
