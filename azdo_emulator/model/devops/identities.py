"""Identities: what the older services of an organisation make of everybody and every group that it knows.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/identities.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from azdo_emulator.model import ids
from azdo_emulator.model.conditions import NOTHING, Condition, begins, equal, one_of
from azdo_emulator.model.devops import errors, graph
from azdo_emulator.model.devops.graph import GraphSubject
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.store import Session

USER = "Microsoft.IdentityModel.Claims.ClaimsIdentity"
SERVICE_PRINCIPAL = "Microsoft.VisualStudio.Services.Claims.AadServicePrincipal"
"""Not seen live."""
GROUP = "Microsoft.TeamFoundation.Identity"

Direction = Literal["up", "down"]


@dataclass(frozen=True)
class Memberships:
    """The groups above somebody, and who is in a group."""

    member_of: tuple[Subject, ...] = ()
    members: tuple[Subject, ...] = ()


def identity_descriptor(organization: Organization, subject: Subject) -> str:
    """The descriptor of somebody as an identity, which access control lists and teams go by."""
    if subject.kind == "group":
        return f"{GROUP};{ids.decoded(subject.descriptor)[1]}"
    if subject.kind == "user":
        return f"{USER};{organization.tenant_id}\\{subject.principal_name}"
    return f"{SERVICE_PRINCIPAL};{organization.tenant_id}\\{subject.origin_id}"


def read_identities_by_descriptor(
    session: Session, organization: Organization, descriptors: Iterable[str]
) -> list[GraphSubject]:
    """GET _apis/identities?descriptors=: those of them whom the organisation knows."""
    return [
        subject
        for descriptor in descriptors
        for subject in graph.select(session, organization, _described(descriptor))
    ]


def read_identities_by_id(
    session: Session, organization: Organization, storage_keys: Iterable[str]
) -> list[GraphSubject]:
    """GET _apis/identities?identityIds=: those of them whom the organisation knows."""
    keys = [ids.dashed(key) for key in storage_keys]
    return graph.select(session, organization, one_of("subjects.storage_key", keys))


def search_identities(
    session: Session, organization: Organization, search_filter: str, value: str
) -> list[GraphSubject]:
    """GET _apis/identities?searchFilter=&filterValue=: whose name is that, in any case."""
    search = SEARCHES.get(search_filter.lower())
    if search is None:
        raise errors.search_filter_not_known(search_filter, tuple(SEARCHES))
    # One after another, because SQLite finds no index for either of two.
    found = {
        subject.descriptor: subject
        for condition in search(value)
        for subject in graph.select(session, organization, condition)
    }
    return list(found.values())


def list_groups(session: Session, organization: Organization, project: Project | None) -> list[GraphSubject]:
    """GET _apis/groups?scopeIds=: the groups of a project, or the organisation's own."""
    scope = Condition("graph_groups.project_id IS ?", (project.project_id if project else None,))
    return graph.select(session, organization, _kind("group") & equal("origin", "vsts") & scope)


def memberships_of(session: Session, subject: Subject, query: str) -> Memberships:
    """The memberships of an identity: None, Direct, Expanded, ExpandedUp or ExpandedDown.

    Simplified: not by way of Entra's groups.
    """
    wanted = query.lower()
    return Memberships(
        _walk(session, subject, "up", wanted != "direct") if wanted in UPWARDS else (),
        _walk(session, subject, "down", wanted != "direct") if wanted in DOWNWARDS else (),
    )


UPWARDS = {"direct", "expanded", "expandedup"}
DOWNWARDS = {"direct", "expanded", "expandeddown"}


def _walk(session: Session, subject: Subject, direction: Direction, far: bool) -> tuple[Subject, ...]:
    here, there = ("member", "container") if direction == "up" else ("container", "member")
    # The two columns are words of this function.
    further = f" UNION SELECT {there} FROM memberships JOIN way ON {here} = key"  # noqa: S608
    rows = session.rows(
        f"WITH RECURSIVE way (key) AS (SELECT {there} FROM memberships WHERE {here} = ?"  # noqa: S608
        f"{further if far else ''}) SELECT subjects.* FROM subjects JOIN way ON storage_key = key"
        " ORDER BY descriptor",
        subject.storage_key,
    )
    return tuple(Subject(**row) for row in rows)


def _described(descriptor: str) -> Condition:
    kind, _, text = descriptor.partition(";")
    name = text.rpartition("\\")[2]
    if kind == GROUP:
        return one_of("descriptor", (ids.descriptor("vssgp", text), ids.descriptor("aadgp", text)))
    if kind == USER:
        return _kind("user") & equal(_PRINCIPAL_NAME, name)
    if kind == SERVICE_PRINCIPAL:
        return equal("origin", "aad") & equal("origin_id", name.lower())
    return NOTHING


def _kind(kind: str) -> Condition:
    return equal("subjects.kind", kind)


def _named(value: str) -> Sequence[Condition]:
    return equal(_DISPLAY_NAME, value), equal(_PRINCIPAL_NAME, value)


_DISPLAY_NAME = "subjects.display_name COLLATE NOCASE"
_PRINCIPAL_NAME = "principal_name COLLATE NOCASE"

SEARCHES: dict[str, Callable[[str], Sequence[Condition]]] = {
    "general": _named,
    "accountname": _named,
    "displayname": lambda value: [equal(_DISPLAY_NAME, value)],
    "mailaddress": lambda value: [_kind("user") & equal(_PRINCIPAL_NAME, value)],
    "directoryalias": lambda value: [_kind("user") & begins(_PRINCIPAL_NAME, f"{value}@")],
    "localgroupname": lambda value: [_kind("group") & equal(_DISPLAY_NAME, value)],
}
"""What a search looks at, by the service's word for it in lower case."""
