"""Roles on agent pools and other things of the organisation.

The calls stand on _apis/securityroles/scopes/{scope}/roleassignments/resources/{resource}.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.agent_pools import get_agent_pool
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import get_subject_by_storage_key
from azdo_emulator.model.store import Session

AGENT_POOL = "distributedtask.agentpoolrole"
ENDPOINT = "distributedtask.serviceendpointrole"

ROLES = {
    AGENT_POOL: ("Reader", "ServiceAccount", "Administrator"),
    "distributedtask.agentqueuerole": ("Reader", "User", "Creator", "Administrator"),
    ENDPOINT: ("Reader", "User", "Creator", "Administrator"),
    "distributedtask.environmentreferencerole": ("Reader", "User", "Creator", "Administrator"),
}
"""The roles of each scope."""


@dataclass(frozen=True)
class RoleAssignment:
    """A role of somebody on one resource."""

    scope: str
    resource_id: str
    storage_key: str
    role_name: str


def list_role_assignments(
    session: Session, organization: Organization, scope: str, resource_id: str
) -> list[RoleAssignment]:
    """GET."""
    rows = session.rows(
        "SELECT scope, resource_id, storage_key, role_name FROM security_role_assignments"
        " JOIN subjects USING (storage_key) WHERE organization_id = ? AND scope = ? AND resource_id = ?"
        " ORDER BY storage_key",
        organization.organization_id,
        scope,
        resource_id,
    )
    return [RoleAssignment(**row) for row in rows]


def set_role_assignment(
    session: Session,
    organization: Organization,
    scope: str,
    resource_id: str,
    storage_key: str,
    role_name: str,
) -> int:
    """PUT; how many roles were given: none to somebody whom the organisation does not know by this key."""
    roles = next((names for known, names in ROLES.items() if known == scope.lower()), None)
    if roles is None:
        raise errors.role_scope_not_found(scope)
    role = next((name for name in roles if name.lower() == role_name.lower()), None)
    if role is None:
        raise errors.role_not_found(role_name, scope)
    if scope.lower() == AGENT_POOL:
        get_agent_pool(session, organization, _number(resource_id))
    if get_subject_by_storage_key(session, organization, storage_key) is None:
        return 0
    session.run(
        "INSERT OR REPLACE INTO security_role_assignments VALUES (?, ?, ?, ?)",
        scope,
        resource_id,
        storage_key.lower(),
        role,
    )
    return 1


def remove_role_assignment(
    session: Session, organization: Organization, scope: str, resource_id: str, storage_key: str
) -> None:
    """PATCH with the storage key; harmless where there is none."""
    session.run(
        "DELETE FROM security_role_assignments WHERE scope = ? AND resource_id = ? AND storage_key = ?",
        scope,
        resource_id,
        storage_key.lower(),
    )


def _number(resource_id: str) -> int:
    return int(resource_id) if resource_id.isdecimal() else 0
