"""What a cloud grants, in words that are the same however ids were given out; and what was taken on the way.

Both come from the cloud's file by SQL of this module's own: nothing of the program that is under test.
"""

import json
import re
import sqlite3
from pathlib import Path

VIEWS = """
CREATE TEMP VIEW who AS
SELECT d.object_id AS id, d.kind || ' ' || lower(d.display_name) AS name FROM directory_objects d;

CREATE TEMP VIEW subject AS
SELECT s.storage_key AS key, coalesce((SELECT name FROM who WHERE id = s.origin_id),
    (SELECT '[' || coalesce(p.name, '') || ']\\' || g.name FROM graph_groups g
     LEFT JOIN projects p USING (project_id) WHERE g.storage_key = s.storage_key), s.principal_name) AS name
FROM subjects s;

CREATE TEMP VIEW connection AS
SELECT e.endpoint_id AS id,
    p.name || '/' || r.name || ' (' || e.type || coalesce(' ' || json_extract(e.data, '$.registryId'), '')
    || ')' AS name
FROM service_endpoints e JOIN service_endpoint_project_references r USING (endpoint_id)
JOIN projects p USING (project_id);
"""

QUERIES = {
    "identity": """SELECT d.kind, lower(d.display_name) FROM directory_objects d
        WHERE d.kind IN ('application', 'servicePrincipal')""",
    "application": """SELECT w.name, a.notes, a.tags, a.description
        FROM applications a JOIN who w ON w.id = a.object_id""",
    "owner": "SELECT w.name, o.name FROM owners JOIN who w ON w.id = object_id JOIN who o ON o.id = owner_id",
    "trust": """SELECT w.name, f.issuer, coalesce((SELECT 'connection ' || c.name FROM connection c
        WHERE f.subject LIKE '%/sc/%/' || c.id), f.subject), f.audience
        FROM federated_identity_credentials f JOIN who w ON w.id = f.holder_id""",
    "resource group": "SELECT lower(id), tags FROM resource_groups",
    "managed identity": "SELECT lower(id), tags FROM user_assigned_identities",
    "role": """SELECT coalesce((SELECT name FROM who WHERE id = principal_id), 'gone'), lower(scope),
        lower(role_definition_id) FROM role_assignments""",
    "entitlement": """SELECT s.name, e.account_license_type FROM entitlements e
        JOIN subject s ON s.key = e.storage_key""",
    "group entitlement": """SELECT s.name, e.account_license_type FROM group_entitlements e
        JOIN subject s ON s.key = e.storage_key""",
    "membership": """SELECT m.name, c.name FROM memberships
        JOIN subject m ON m.key = member JOIN subject c ON c.key = container""",
    "pool role": """SELECT scope, CASE WHEN scope LIKE '%agentpoolrole' THEN resource_id
        ELSE (SELECT name FROM connection WHERE resource_id LIKE '%' || id) END, s.name, role_name
        FROM security_role_assignments JOIN subject s ON s.key = storage_key""",
    "connection": """SELECT c.name, e.url, e.scheme, e.data, r.description,
        coalesce((SELECT name FROM who JOIN service_principals p ON p.object_id = id
        WHERE p.app_id = json_extract(e.parameters, '$.serviceprincipalid')), e.parameters)
        FROM service_endpoints e JOIN connection c ON c.id = e.endpoint_id
        JOIN service_endpoint_project_references r USING (endpoint_id)""",
    "check": """SELECT coalesce((SELECT name FROM connection WHERE id = resource_id), 'gone'), type, settings,
        timeout FROM check_configurations""",
    "authorization": """SELECT coalesce((SELECT name FROM connection WHERE id = resource_id), 'gone'),
        resource_type, definition_id FROM pipeline_permissions""",
}
"""What is granted, kind by kind."""

WATCHED = {
    "trust": "federated_identity_credentials",
    "role": "role_assignments",
    "entitlement": "entitlements",
    "group entitlement": "group_entitlements",
    "membership": "memberships",
    "pool role": "security_role_assignments",
    "connection": "service_endpoint_project_references",
    "check": "check_configurations",
    "authorization": "pipeline_permissions",
    "owner": "owners",
}
"""Kinds whose deletions matter, and their tables."""

Grants = frozenset[tuple[str, ...]]

MANAGED_BY = re.compile(r'"(subscriptionName|created)": ?"[^"]*",? ?')
"""What of a connection's data may be of an earlier day without granting anything else: display names."""


def grants(folder: Path) -> Grants:
    """What the cloud in `folder` grants at this moment."""
    connection = _open(folder)
    try:
        found = set()
        for kind, query in QUERIES.items():
            found |= {(kind, *map(_plain, row)) for row in connection.execute(query)}
        return frozenset(found)
    finally:
        connection.close()


def watch(folder: Path) -> None:
    """From now on write down what is deleted, as it was a moment before."""
    connection = sqlite3.connect(folder / "cloud.sqlite")
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS lifecycle_log (number INTEGER PRIMARY KEY, kind, grant_)"
        )
        for kind, table in WATCHED.items():
            name = f"lifecycle_{table}"
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            # A trigger sees no temporary view, so that each query has them in its own words.
            connection.execute(
                f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN"
                f" INSERT INTO lifecycle_log (kind, grant_) SELECT '{kind}', {_OLD[kind]}; END"
            )
        connection.commit()
    finally:
        connection.close()


def taken(folder: Path) -> list[tuple[str, ...]]:
    """What was deleted since `watch`, in the order of it; forgotten by that."""
    connection = sqlite3.connect(folder / "cloud.sqlite")
    try:
        rows = connection.execute("SELECT kind, grant_ FROM lifecycle_log ORDER BY number").fetchall()
        connection.execute("DELETE FROM lifecycle_log")
        connection.commit()
    finally:
        connection.close()
    return [(kind, *map(_plain, json.loads(grant))) for kind, grant in rows]


_WHO = "(SELECT kind || ' ' || lower(display_name) FROM directory_objects WHERE object_id = {})"
_SUBJECT = (
    "(SELECT coalesce((SELECT kind || ' ' || lower(display_name) FROM directory_objects"
    " WHERE object_id = s.origin_id),"
    " (SELECT '[' || coalesce(p.name, '') || ']\\' || g.name FROM graph_groups g LEFT JOIN projects p"
    " USING (project_id) WHERE g.storage_key = s.storage_key), s.principal_name) FROM subjects s"
    " WHERE s.storage_key = {})"
)
_CONNECTION = (
    "(SELECT p.name || '/' || r.name || ' (' || e.type"
    " || coalesce(' ' || json_extract(e.data, '$.registryId'), '') || ')'"
    " FROM service_endpoints e JOIN service_endpoint_project_references r USING (endpoint_id)"
    " JOIN projects p USING (project_id) WHERE {})"
)
_OLD = {
    "trust": "json_array("
    + _WHO.format("OLD.holder_id")
    + ", OLD.issuer, coalesce('connection ' || "
    + _CONNECTION.format("OLD.subject LIKE '%/sc/%/' || e.endpoint_id")
    + ", OLD.subject), OLD.audience)",
    "role": "json_array(coalesce("
    + _WHO.format("OLD.principal_id")
    + ", 'gone'), lower(OLD.scope), lower(OLD.role_definition_id))",
    "entitlement": f"json_array({_SUBJECT.format('OLD.storage_key')}, OLD.account_license_type)",
    "group entitlement": f"json_array({_SUBJECT.format('OLD.storage_key')}, OLD.account_license_type)",
    "membership": f"json_array({_SUBJECT.format('OLD.member')}, {_SUBJECT.format('OLD.container')})",
    "pool role": "json_array(OLD.scope, OLD.resource_id, "
    + _SUBJECT.format("OLD.storage_key")
    + ", OLD.role_name)",
    "connection": "json_array("
    "(SELECT name FROM projects WHERE project_id = OLD.project_id) || '/' || OLD.name)",
    "check": "json_array(coalesce("
    + _CONNECTION.format("e.endpoint_id = OLD.resource_id")
    + ", 'gone'), OLD.type, OLD.settings, OLD.timeout)",
    "authorization": "json_array(coalesce("
    + _CONNECTION.format("e.endpoint_id = OLD.resource_id")
    + ", 'gone'), OLD.resource_type, OLD.definition_id)",
    "owner": f"json_array({_WHO.format('OLD.object_id')}, {_WHO.format('OLD.owner_id')})",
}


def _open(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "cloud.sqlite")
    connection.executescript(VIEWS)
    return connection


def _plain(value: object) -> str:
    return MANAGED_BY.sub("", value if isinstance(value, str) else json.dumps(value))
