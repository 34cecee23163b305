"""Role assignments: who may do what in which scope.

The calls stand on Azure Resource Manager: {scope}/providers/Microsoft.Authorization/roleAssignments.
"""

import re
from dataclasses import dataclass

from azdo_emulator.model import replication
from azdo_emulator.model.azure import errors, management_groups
from azdo_emulator.model.azure.resource_groups import (
    Subscription,
    below,
    resource_groups_get,
    subscriptions_get,
)
from azdo_emulator.model.azure.role_definitions import role_definitions_get
from azdo_emulator.model.entra import directory
from azdo_emulator.model.ids import GUID
from azdo_emulator.model.store import Session

TYPE = "Microsoft.Authorization/roleAssignments"
SCOPE = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)(/resourceGroups/(?P<group>[^/]+)(/providers/(?P<resource>.+))?)?",
    re.IGNORECASE,
)
PRINCIPAL_TYPES = {"user": "User", "group": "Group", "servicePrincipal": "ServicePrincipal"}
"""What a principal is called here, by its kind in the directory. An application is none."""


@dataclass(frozen=True)
class RoleAssignment:
    """A role that a principal has in a scope and below it."""

    id: str
    scope: str
    name: str
    role_definition_id: str
    principal_id: str
    principal_type: str
    description: str | None
    condition: str | None
    condition_version: str | None
    created_at: str


def role_assignments_get(session: Session, id: str) -> RoleAssignment:
    """GET {id}."""
    row = session.row("SELECT * FROM role_assignments WHERE id = ?", id)
    if row is None:
        raise errors.role_assignment_not_found(id.rsplit("/", 1)[-1])
    return RoleAssignment(**row)


def role_assignments_list(session: Session, scope: str) -> list[RoleAssignment]:
    """GET {scope}/providers/Microsoft.Authorization/roleAssignments, those of exactly this scope."""
    rows = session.rows("SELECT * FROM role_assignments WHERE scope = ? ORDER BY id", scope.rstrip("/"))
    return [RoleAssignment(**row) for row in rows]


def role_assignments_list_for_scope(
    session: Session,
    scope: str,
    *,
    principal_id: str = "",
    assigned_to: str = "",
    at_scope: bool = False,
    after: str = "",
    limit: int = -1,
) -> list[RoleAssignment]:
    """GET {scope}/providers/Microsoft.Authorization/roleAssignments?$filter=, in the order of the ids.

    Those in the scope and above it and, unless at_scope, below it. principal_id: of this principal alone;
    assigned_to: of this one and of their groups.
    """
    scope = scope.rstrip("/")
    _tenant_of(session, scope)
    query, of = _OF_ALL, []
    if principal := principal_id or assigned_to:
        query, of = _OF_ONE, [principal.lower(), bool(assigned_to)]
    found: list[RoleAssignment] = []
    for first, end in _places(session, scope, at_scope):
        rows = session.rows(
            f"{query} WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
            *of,
            max(first, after, key=str.lower),
            end,
            limit - len(found) if limit >= 0 else -1,
        )
        found += [RoleAssignment(**row) for row in rows]
    return found


def role_assignments_create(
    session: Session,
    scope: str,
    name: str,
    *,
    role_definition_id: str,
    principal_id: str,
    principal_type: str | None = None,
    description: str | None = None,
    condition: str | None = None,
    condition_version: str | None = None,
) -> RoleAssignment:
    """PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{GUID}."""
    scope = scope.rstrip("/")
    if not GUID.fullmatch(name):
        raise errors.role_assignment_name_not_valid(name)
    tenant_id, home = _tenant_of(session, scope)
    role_definition_id = role_definitions_get(home, role_definition_id.rsplit("/", 1)[-1]).id
    kind = _kind(session, tenant_id, principal_id, principal_type)
    wanted = RoleAssignment(
        id=role_assignment_id(scope, name),
        scope=scope,
        name=name,
        role_definition_id=role_definition_id,
        principal_id=principal_id.lower(),
        principal_type=kind,
        description=description,
        condition=condition,
        condition_version=condition_version,
        created_at=session.now(),
    )
    _refuse_second(session, wanted)
    if session.row("SELECT id FROM role_assignments WHERE id = ?", wanted.id) is None:
        session.add("role_assignments", **vars(wanted))
    else:
        session.run(
            "UPDATE role_assignments SET description = ?, condition = ?, condition_version = ? WHERE id = ?",
            description,
            condition,
            condition_version,
            wanted.id,
        )
    return role_assignments_get(session, wanted.id)


def role_assignments_delete(session: Session, id: str) -> RoleAssignment | None:
    """DELETE {id}; what it was, if there was one."""
    row = session.row("SELECT * FROM role_assignments WHERE id = ?", id)
    session.run("DELETE FROM role_assignments WHERE id = ?", id)
    return RoleAssignment(**row) if row else None


def role_assignment_id(scope: str, name: str) -> str:
    """The id of an assignment."""
    return f"{scope.rstrip('/')}/providers/{TYPE}/{name}"


_OF_ALL = "SELECT * FROM role_assignments"
_OF_ONE = (
    "WITH RECURSIVE who (object_id) AS (SELECT ? UNION"
    " SELECT group_id FROM directory_group_members JOIN who ON member_id = object_id WHERE ?)"
    # The join is made in this order, because one has few and all have many.
    " SELECT role_assignments.* FROM who CROSS JOIN role_assignments ON principal_id = object_id"
)


def _places(session: Session, scope: str, at_scope: bool) -> list[tuple[str, str]]:
    """Between which ids the assignments stand of a scope, of those above it and of those below it.

    Simplified: below a management group, none of its subscriptions.
    """
    places = [scope[: slash.start()] for slash in re.finditer("/", scope)]
    places += management_groups.above(session, scope)
    above = [f"{place}/providers/{TYPE}" for place in places]
    own = f"{scope}/providers/{TYPE}" if at_scope else scope
    return sorted((below(place) for place in [own, *above]), key=lambda place: place[0].lower())


def _tenant_of(session: Session, scope: str) -> tuple[str, str]:
    """The tenant of a scope that is there, and what the ids of its role definitions begin with."""
    if group := management_groups.ID.fullmatch(scope):
        return management_groups.management_groups_get(session, group["name"]).tenant_id, ""
    subscription = _subscription_of(session, scope)
    return subscription.tenant_id, f"/subscriptions/{subscription.subscription_id}"


def _subscription_of(session: Session, scope: str) -> Subscription:
    found = SCOPE.fullmatch(scope)
    if found is None:
        raise errors.scope_not_valid(scope)
    subscription = subscriptions_get(session, found["subscription"])
    if found["group"]:
        resource_groups_get(session, found["subscription"], found["group"])
    if found["resource"]:
        present = session.row(
            "SELECT id FROM user_assigned_identities WHERE id = ?"
            " UNION SELECT id FROM resources WHERE id = ?",
            scope,
            scope,
        )
        if present is None:
            raise errors.resource_not_found(found["resource"], found["group"])
    return subscription


def _kind(session: Session, tenant_id: str, principal_id: str, principal_type: str | None) -> str:
    """What the principal is.

    The real service looks a principal up only where no principalType is given, so that a new one is not
    missed; whether it then takes an id that never turns up was not seen live. Here such an id is refused.
    """
    found = directory.get_directory_object(session, principal_id)
    kind = PRINCIPAL_TYPES.get(found.kind) if found and found.tenant_id == tenant_id else None
    is_seen = principal_type is not None or replication.sees(session, replication.Lag.AZURE, principal_id)
    if kind is None or not is_seen:
        raise errors.principal_not_found(principal_id, tenant_id)
    if principal_type and principal_type.lower() != kind.lower():
        raise errors.unmatched_principal_type(principal_id, kind, principal_type)
    return kind


def _refuse_second(session: Session, wanted: RoleAssignment) -> None:
    same = session.row(
        "SELECT id FROM role_assignments WHERE scope = ? AND role_definition_id = ? AND principal_id = ?",
        wanted.scope,
        wanted.role_definition_id,
        wanted.principal_id,
    )
    if same and same["id"].lower() != wanted.id.lower():
        raise errors.role_assignment_exists()
    if not same and session.row("SELECT id FROM role_assignments WHERE id = ?", wanted.id):
        raise errors.role_assignment_keeps_its_principal()
