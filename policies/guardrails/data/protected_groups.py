"""The groups of Azure DevOps in which no workload belongs."""

import base64
import binascii
import re

# The service gives its own groups the same last part of the SID in every scope; groups that people made, and
# the others that every project has, end in random numbers.
_OF_THE_SERVICE = re.compile(r"S-1-9-1551374245(-\d+)+?-0-0-0-(?P<last>\d+-\d+)")

WELL_KNOWN = {
    "0-1": "the administrators",
    "0-2": "the service accounts",
    "0-3": "everybody in the organisation or project",
    "1-2": "the build administrators",
}

NAMES = re.compile(
    r"(Project Collection )?(Administrators|Build Administrators|Service Accounts|Valid Users)"
    r"|Project (Administrators|Valid Users)"
    r"|Project Collection (Build|Proxy|Test) Service Accounts"
    r"|(Release|Endpoint) Administrators|Security Service Group",
    re.IGNORECASE,
)


def sid(descriptor: str) -> str | None:
    """The SID in the descriptor of a group of Azure DevOps; none where there is none."""
    kind, _, payload = descriptor.partition(".")
    if kind != "vssgp":
        return None
    try:
        found = base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return found if found.startswith("S-1-9-") else None


def by_sid(sid: str) -> str | None:
    """Which protected group a SID names, in words."""
    if found := _OF_THE_SERVICE.fullmatch(sid):
        return WELL_KNOWN.get(found["last"], "a group that the service keeps for itself")
    return None


def by_name(name: str) -> bool:
    """Whether a group's name, with or without `[Project]\\`, is that of a protected group."""
    return NAMES.fullmatch(name.rpartition("\\")[2].strip()) is not None
