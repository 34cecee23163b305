"""Who may sign in as an identity."""

import re

from patless.check.access.access import Access, Kind
from patless.check.access.names import Names
from patless.check.access.types import (
    APPLICATION,
    CONNECTION,
    HELD,
    MANAGED_IDENTITY,
    PRINCIPAL,
    TRUST,
)
from patless.check.access.who import called, who
from patless.check.entry import Entry, name, text
from patless.check.snapshot import Snapshot

GITHUB = "https://token.actions.githubusercontent.com"
SLOTS = ("applicationId", "resourceName", "servicePrincipalId")

_REPOSITORY = re.compile(r"repo:(?P<owner>[^/:@]+)(@\d+)?/(?P<name>[^:@]+)(@\d+)?:(?P<context>.+)", re.DOTALL)
_CONTEXTS = {
    "environment:": "environment",
    "ref:refs/heads/": "branch",
    "ref:refs/tags/": "tag",
}
_POD = re.compile(r"system:serviceaccount:(?P<namespace>[^:]+):(?P<account>[^:]+)")
_OLD_CONNECTION = re.compile(r"sc://(?P<organization>[^/]+)/(?P<project>[^/]+)/(?P<name>.+)")


def access(snapshot: Snapshot, entry: Entry, names: Names) -> Access | None:
    """The sign-in that a resource makes possible, and the identity that it makes."""
    type_, urn = entry["type"], str(entry["urn"])
    if TRUST.fullmatch(type_):
        if _belongs_to_connection(snapshot, entry):
            return None
        return Access(
            Kind.SIGN_IN, f"{_subject(snapshot, entry)} may sign in as {_identity(snapshot, entry)}", urn
        )
    if found := HELD.fullmatch(type_):
        what = "client secret" if found["kind"] == "Password" else "certificate"
        return Access(
            Kind.SIGN_IN, f"whoever holds a {what} may sign in as {_identity(snapshot, entry)}", urn
        )
    if MANAGED_IDENTITY.fullmatch(type_):
        return Access(Kind.IDENTITY, _own(snapshot, entry, "managed identity", "resourceName"), urn)
    if APPLICATION.fullmatch(type_):
        own = _own(snapshot, entry, "application", "displayName")
        return Access(Kind.IDENTITY, own + _owned(snapshot, entry, names), urn)
    if PRINCIPAL.fullmatch(type_) and not snapshot.workload(entry):
        return Access(Kind.IDENTITY, f"there is a service principal of {called(snapshot, entry)}", urn)
    return None


def _own(snapshot: Snapshot, entry: Entry, noun: str, slot: str) -> str:
    workload, known = snapshot.workload(entry), text(entry, slot) or f'of "{name(entry)}"'
    return f"{workload} has the {noun} {known}" if workload else f"there is the {noun} {known}"


def _owned(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    """Who owns an application, in words; empty where nobody is named."""
    owners = [names.principals.get(one.lower()) or one for one in snapshot.literals(entry, "owners")]
    return f", which {' and '.join(sorted(owners))} may give credentials, as owners" if owners else ""


def _belongs_to_connection(snapshot: Snapshot, entry: Entry) -> bool:
    """Whether it only makes a connection of the same workload work, which tells all of it."""
    own = snapshot.workload(entry)
    sources = [*snapshot.sources(entry, "issuer"), *snapshot.sources(entry, "subject")]
    if (connection := snapshot.endpoint(entry)) is not None:
        sources.append(connection)
    return bool(own) and any(
        CONNECTION.fullmatch(source["type"]) and snapshot.workload(source) == own for source in sources
    )


def _identity(snapshot: Snapshot, entry: Entry) -> str:
    slot = next((slot for slot in SLOTS if slot in (entry.get("inputs") or {})), SLOTS[0])
    return who(snapshot, entry, slot)


def _subject(snapshot: Snapshot, entry: Entry) -> str:
    for source in (*snapshot.sources(entry, "issuer"), *snapshot.sources(entry, "subject")):
        if CONNECTION.fullmatch(source["type"]):
            return f"the service connection {called(snapshot, source)}"
    issuer, subject = text(entry, "issuer"), text(entry, "subject")
    if expression := text(entry, "claimsMatchingExpression"):
        return f"whoever has a token of {issuer or 'an issuer not known yet'} that fits {expression}"
    if not issuer or not subject:
        return "somebody who is not known yet"
    if issuer.rstrip("/") == GITHUB:
        return _github(subject)
    if found := _POD.fullmatch(subject):
        return f"the service account {found['namespace']}/{found['account']} of the cluster {issuer}"
    if found := _OLD_CONNECTION.fullmatch(subject):
        return f"the service connection {found['name']} of the project {found['project']}"
    return f'whoever has a token of {issuer} for "{subject}"'


def _github(subject: str) -> str:
    found = _REPOSITORY.fullmatch(subject)
    if found is None:
        return f'GitHub Actions with the subject "{subject}"'
    repository, context = f"{found['owner']}/{found['name']}", found["context"]
    if context == "pull_request":
        return f"every pull request of GitHub's {repository}"
    for prefix, noun in _CONTEXTS.items():
        if context.startswith(prefix):
            return f"GitHub Actions of {repository} ({noun} {context.removeprefix(prefix)})"
    return f"GitHub Actions of {repository} ({context})"
