"""Role assignments: who may do what in which scope.

The calls stand on Azure Resource Manager: {scope}/providers/Microsoft.Authorization/roleAssignments.
"""

import re
from dataclasses import dataclass

from patless.sandbox.model import replication
from patless.sandbox.model.azure import errors
from patless.sandbox.model.azure.resource_groups import Subscription, resource_groups_get, subscriptions_get
from patless.sandbox.model.azure.role_definitions import role_definitions_get
from patless.sandbox.model.entra import directory
from patless.sandbox.model.ids import GUID
from patless.sandbox.model.store import Session

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
    subscription = _subscription_of(session, scope)
    tenant_id = subscription.tenant_id
    role_definition_id = role_definitions_get(
        f"/subscriptions/{subscription.subscription_id}", role_definition_id.rsplit("/", 1)[-1]
    ).id
    kind = _kind(session, tenant_id, principal_id, principal_type)
    _refuse_second(session, scope, name, role_definition_id, principal_id)
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


def role_assignments_delete(session: Session, id: str) -> None:
    """DELETE {id}; 204 where there is none."""
    session.run("DELETE FROM role_assignments WHERE id = ?", id)


def role_assignment_id(scope: str, name: str) -> str:
    """The id of an assignment."""
    return f"{scope.rstrip('/')}/providers/{TYPE}/{name}"


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


def _refuse_second(
    session: Session, scope: str, name: str, role_definition_id: str, principal_id: str
) -> None:
    for present in role_assignments_list(session, scope):
        is_same = (
            present.principal_id == principal_id.lower() and present.role_definition_id == role_definition_id
        )
        is_named_so = present.name.lower() == name.lower()
        if is_same and not is_named_so:
            raise errors.role_assignment_exists()
        if is_named_so and not is_same:
            raise errors.role_assignment_keeps_its_principal()
