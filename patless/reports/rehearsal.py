"""How to see beforehand what the end of global tokens breaks."""

from patless.reports.deadlines import GLOBAL_TOKENS_END
from patless.snapshot.snapshot import Snapshot

POLICY = "Restrict personal access token (PAT) creation"


def rehearsal(snapshot: Snapshot) -> list[str]:
    """What to switch, what to watch, and how to switch back; nothing once the day has come."""
    if snapshot.taken_at.date() >= GLOBAL_TOKENS_END:
        return []
    page = f"https://dev.azure.com/{snapshot.organization}/_settings/organizationPolicy"
    return [
        f"To try that day beforehand (as Microsoft's documentation says; not seen live): {_state(snapshot)}",
        f'  switch on "{POLICY}" at {page}',
        "  it refuses global tokens of everybody who is not on its allow-list, and new tokens too",
        "  watch for an hour: failed runs, agents that do not register, calls that are answered 401",
        "  to go back, switch it off again: nothing was deleted",
    ]


def _state(snapshot: Snapshot) -> str:
    policy = snapshot.creation_policy
    if policy is None:
        return "the policy could not be read"
    if not policy.get("effectiveValue", policy.get("value")):
        return "the policy is off"
    return "the policy is on already, so that those who are not on its allow-list have seen the day"
