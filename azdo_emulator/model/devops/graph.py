"""What the graph tells of users, service principals and groups, in the organisation and in its directory.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/graph.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from azdo_emulator.model import ids, replication
from azdo_emulator.model.conditions import Condition
from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project, list_projects
from azdo_emulator.model.devops.subjects import Subject, from_entra, get_subject
from azdo_emulator.model.store import Session

PAGE = 500
"""Subjects on a page of a list."""

FOUND = 100
"""Subjects that a search gives at most."""


@dataclass(frozen=True)
class GraphSubject(Subject):
    """A subject with what only some have: a group its project, a service principal its application."""

    description: str | None
    project_id: str | None
    application_id: str | None
    meta_type: str | None
    is_deleted_in_origin: bool


COLUMNS = (
    "subjects.*, graph_groups.description, graph_groups.project_id, app_id AS application_id,"
    " CASE service_principal_type WHEN 'ManagedIdentity' THEN 'managedIdentity'"
    " WHEN 'Application' THEN 'application' END AS meta_type,"
    " origin = 'aad' AND directory_objects.object_id IS NULL AS is_deleted_in_origin"
)
"""The columns of a `GraphSubject`, from subjects with `DETAILS`."""

DETAILS = (
    "LEFT JOIN graph_groups ON graph_groups.storage_key = subjects.storage_key"
    " LEFT JOIN directory_objects ON directory_objects.object_id = origin_id"
    " LEFT JOIN service_principals ON service_principals.object_id = origin_id"
)

_SELECT = f"SELECT {COLUMNS} FROM subjects {DETAILS} WHERE subjects.organization_id = ?1"  # noqa: S608 (words of ours)
_IN = "IN (SELECT value FROM json_each(?))"
_WITHIN = (
    " AND subjects.storage_key IN (WITH RECURSIVE below (key) AS ("
    "SELECT storage_key FROM graph_groups WHERE project_id = ?"
    " UNION SELECT member FROM memberships JOIN below ON container = key) SELECT key FROM below)"
)

_CALLED = (
    "subjects.storage_key IN ("
    "SELECT storage_key FROM subjects WHERE organization_id = ?1"
    " AND display_name COLLATE NOCASE >= ?2 AND display_name COLLATE NOCASE < ?2 || char(1114111)"
    " UNION SELECT storage_key FROM subjects WHERE organization_id = ?1"
    " AND principal_name COLLATE NOCASE >= ?2 AND principal_name COLLATE NOCASE < ?2 || char(1114111))"
)
_STRANGERS = (
    "SELECT directory_objects.*, user_principal_name, app_id, service_principal_type FROM directory_objects"
    " LEFT JOIN users USING (object_id) LEFT JOIN service_principals USING (object_id)"
    " WHERE tenant_id = ?4 AND kind IN (SELECT value FROM json_each(?3)) AND object_id IN ("
    "SELECT object_id FROM directory_objects WHERE tenant_id = ?4"
    " AND display_name COLLATE NOCASE >= ?2 AND display_name COLLATE NOCASE < ?2 || char(1114111)"
    " UNION SELECT object_id FROM users"
    " WHERE user_principal_name >= ?2 AND user_principal_name < ?2 || char(1114111))"
    " AND NOT EXISTS (SELECT 1 FROM subjects"
    " WHERE organization_id = ?1 AND origin = 'aad' AND origin_id = directory_objects.object_id)"
    " ORDER BY display_name LIMIT ?5"
)


def get(
    session: Session, organization: Organization, descriptor: str, kind: str | None = None
) -> GraphSubject:
    """GET _apis/graph/users|serviceprincipals|groups/{descriptor}, or of any kind."""
    subject = get_subject(session, organization, descriptor)
    if kind and subject.kind != kind:
        raise errors.subject_not_found(descriptor)
    [found] = lookup_subjects(session, organization, [subject.descriptor])
    return found


def page(
    session: Session,
    organization: Organization,
    kind: str,
    *,
    after: str = "",
    subject_types: Sequence[str] = (),
    project: Project | None = None,
    limit: int = PAGE,
) -> list[GraphSubject]:
    """GET _apis/graph/users|serviceprincipals|groups: those behind the storage key `after`.

    subject_types: the first parts of the descriptors wanted. project: its groups, or who is in any of them.
    """
    query, values = f"{_SELECT} AND subjects.kind = ? AND subjects.storage_key > ?", [kind, after]
    if subject_types:
        query += f" AND substr(descriptor, 1, instr(descriptor, '.') - 1) {_IN}"
        values.append(json.dumps(subject_types))
    if project:
        query += " AND graph_groups.project_id = ?" if kind == "group" else _WITHIN
        values.append(project.project_id)
    query += " ORDER BY subjects.storage_key LIMIT ?"
    return [
        from_columns(dict(row)) for row in session.rows(query, organization.organization_id, *values, limit)
    ]


def lookup_subjects(
    session: Session, organization: Organization, descriptors: Iterable[str]
) -> list[GraphSubject]:
    """POST _apis/graph/subjectlookup: those of them whom the organisation knows."""
    rows = session.rows(
        # With the plus, SQLite looks each descriptor up; without, it walks the whole organisation.
        f"SELECT {COLUMNS} FROM subjects {DETAILS} WHERE +subjects.organization_id = ?1 AND descriptor {_IN}",  # noqa: S608
        organization.organization_id,
        json.dumps(list(descriptors)),
    )
    return [from_columns(dict(row)) for row in rows]


def select(session: Session, organization: Organization, wanted: Condition) -> list[GraphSubject]:
    """All subjects that are as wanted: no call of its own, others look them up so."""
    rows = session.rows(
        f"{_SELECT} AND {wanted.sql} ORDER BY descriptor", organization.organization_id, *wanted.values
    )
    return [from_columns(dict(row)) for row in rows]


def query_subjects(
    session: Session,
    organization: Organization,
    query: str,
    kinds: Sequence[str],
    project: Project | None = None,
) -> list[GraphSubject]:
    """POST _apis/graph/subjectquery: whose name begins so; outside a project also whom only Entra knows."""
    rows = session.rows(
        f"{_SELECT} AND {_CALLED} AND subjects.kind {_IN}"
        f"{_WITHIN if project else ''} ORDER BY subjects.display_name LIMIT {FOUND}",
        *(organization.organization_id, query, json.dumps(kinds)),
        *([project.project_id] if project else []),
    )
    found = [from_columns(dict(row)) for row in rows]
    return found if project else (found + _strangers(session, organization, query, kinds))[:FOUND]


def get_scope(session: Session, organization: Organization, descriptor: str) -> Project | None:
    """The project that a scope's descriptor stands for; nothing for the organisation itself."""
    if descriptor == ids.scope_descriptor(organization.organization_id):
        return None
    for project in list_projects(session, organization):
        if descriptor == ids.scope_descriptor(project.project_id):
            return project
    raise errors.subject_not_found(descriptor)


def _strangers(
    session: Session, organization: Organization, query: str, kinds: Sequence[str]
) -> list[GraphSubject]:
    rows = session.rows(
        _STRANGERS, organization.organization_id, query, json.dumps(kinds), organization.tenant_id, FOUND
    )
    return [
        _stranger(organization, row)
        for row in rows
        if replication.sees(session, replication.Lag.AZURE_DEVOPS, row["object_id"])
    ]


def _stranger(organization: Organization, row: Row) -> GraphSubject:
    subject = from_entra(
        organization, row["kind"], row["object_id"], row["display_name"], row["user_principal_name"]
    )
    kinds = {"ManagedIdentity": "managedIdentity", "Application": "application"}
    return GraphSubject(
        **vars(subject),
        description="" if subject.kind == "group" else None,
        project_id=None,
        application_id=row["app_id"],
        meta_type=kinds.get(row["service_principal_type"]),
        is_deleted_in_origin=False,
    )


def from_columns(columns: dict[str, Any]) -> GraphSubject:
    """A subject of `COLUMNS`."""
    return GraphSubject(**columns | {"is_deleted_in_origin": bool(columns["is_deleted_in_origin"])})
