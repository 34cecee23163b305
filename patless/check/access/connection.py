"""Service connections, the pipelines that may use them, and what guards them."""

from guardrails.engine.props import Redacted, Unknown

from patless.check.access import azure
from patless.check.access.access import Access, Kind
from patless.check.access.names import Names
from patless.check.access.types import (
    ACTING,
    BRANCH_POLICY,
    CHECK,
    CONNECTION,
    OLD_PIPELINE,
    PIPELINE,
)
from patless.check.access.who import who
from patless.check.entry import Entry, name, text, value
from patless.check.snapshot import Snapshot

TYPES = {
    "endpoint": "service connection",
    "queue": "agent queue",
    "agentpool": "agent pool",
    "variablegroup": "variable group",
    "environment": "environment",
    "repository": "repository",
    "securefile": "secure file",
}


def access(snapshot: Snapshot, entry: Entry, names: Names) -> Access | None:
    """What a resource opens for pipelines, or closes."""
    type_, urn = entry["type"], str(entry["urn"])
    if CONNECTION.fullmatch(type_):
        return Access(Kind.CONNECTION, _acting(snapshot, entry, names), urn)
    if PIPELINE.fullmatch(type_) or OLD_PIPELINE.fullmatch(type_):
        return Access(Kind.PIPELINE, _pipeline(snapshot, entry, names), urn)
    if found := CHECK.fullmatch(type_):
        return Access(Kind.GUARD, _guard(snapshot, entry, found["kind"], names), urn)
    if found := BRANCH_POLICY.fullmatch(type_):
        return Access(Kind.GUARD, f'the branch policy {found["kind"]} "{name(entry)}" holds', urn)
    return None


def connection(snapshot: Snapshot, entry: Entry, slot: str) -> Entry | None:
    """The connection that an authorisation or a check is about."""
    for source in snapshot.sources(entry, slot):
        if CONNECTION.fullmatch(source["type"]):
            return source
    return snapshot.endpoint(entry)


def target(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    """What a check guards, or an authorisation opens."""
    slot = "targetResourceId" if CHECK.fullmatch(entry["type"]) else "resourceId"
    kind = text(entry, "targetResourceType") or text(entry, "type") or "endpoint"
    if kind == "endpoint" and (found := connection(snapshot, entry, slot)) is not None:
        return _named(snapshot, found, names)
    known = text(entry, slot) or f'that "{name(entry)}" names'
    return f"the {TYPES.get(kind, kind)} {known}"


def _named(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    known = text(entry, "serviceEndpointName") or name(entry)
    key = snapshot.connection_key(entry)
    project = names.projects.get((snapshot.workload(entry), key)) or snapshot.called(entry, "projects", key)
    project = project or _project(snapshot, entry)
    return f"the service connection {known}" + (f" of the project {project}" if project else "")


def _project(snapshot: Snapshot, entry: Entry) -> str:
    found = snapshot.sources(entry, "projectId")
    return text(found[0], "name") or name(found[0]) if found else text(entry, "projectId")


def _acting(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    if ACTING.fullmatch(entry["type"]):
        return f"{_named(snapshot, entry, names)} acts as {_signed_in(snapshot, entry)}"
    found = CONNECTION.fullmatch(entry["type"])
    return f"{_named(snapshot, entry, names)} leads to {found['kind'] if found else 'something'}"


def _signed_in(snapshot: Snapshot, entry: Entry) -> str:
    return who(snapshot, entry, "credentials.serviceprincipalid")


def _pipeline(snapshot: Snapshot, entry: Entry, names: Names) -> str:
    opened = target(snapshot, entry, names)
    words = f"{_pipeline_name(snapshot, entry)} may use {opened}"
    found = connection(snapshot, entry, "resourceId")
    if found is None or not ACTING.fullmatch(found["type"]):
        return words
    somebody = _signed_in(snapshot, found)
    roles = ", ".join(sorted(azure.roles_of(snapshot, somebody, names)))
    return f"{words}, and so act as {somebody}" + (f": {roles}" if roles else "")


def _pipeline_name(snapshot: Snapshot, entry: Entry) -> str:
    number = text(entry, "pipelineId") or text(entry, "definitionId")
    if label := _pipeline_label(snapshot, entry):
        return f"the pipeline {label}"
    # To the plug-in, 0 is a number that was left out.
    if number and number != "0":
        return f"the pipeline {number}"
    if any(isinstance(value(entry, key), Unknown | Redacted) for key in ("pipelineId", "definitionId")):
        return f'the pipeline that "{name(entry)}" names'
    return "every pipeline of the project"


def _pipeline_label(snapshot: Snapshot, entry: Entry) -> str:
    """What people call the pipeline, of an authorisation that a component of Patless makes."""
    key = name(entry).rpartition("-for-")[2] if snapshot.endpoint(entry) else snapshot.key(entry, "-for-", "")
    return snapshot.called(entry, "pipelines", key) or key if key else ""


def _guard(snapshot: Snapshot, entry: Entry, kind: str, names: Names) -> str:
    what = target(snapshot, entry, names)
    branches = text(entry, "allowedBranches") or "branches that are not known yet"
    words = {
        "Approval": f"each use of {what} has to be approved",
        "BranchControl": f"{what} can be used from {branches} only",
        "BusinessHours": f"{what} can be used in business hours only",
        "ExclusiveLock": f"{what} can be used by one run at a time only",
        "RequiredTemplate": f"{what} can be used by pipelines of a required template only",
        "RestApi": f"{what} can be used only when a service that is asked agrees",
    }
    return words[kind]
