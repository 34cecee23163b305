"""Policies of an organisation and of its tenant: switches, some with a list of those who are exempt.

The calls stand on https://dev.azure.com/{organization}/_apis/OrganizationPolicy/Policies and
https://vssps.dev.azure.com/{organization}/_apis/TenantPolicy/Policies; no reference of Microsoft's has them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.store import Session

RESTRICT_CREATION = "Policy.DisablePATCreation"
OF_ORGANIZATIONS = (
    RESTRICT_CREATION,
    "Policy.AllowAnonymousAccess",
    "Policy.AllowFeedbackCollection",
    "Policy.AllowRequestAccessToken",
    "Policy.AllowTeamAdminsInvitationsAccessToken",
    "Policy.ArtifactsExternalPackageProtectionToken",
    "Policy.DisallowAadGuestUserAccess",
    "Policy.DisallowOAuthAuthentication",
    "Policy.DisallowSecureShell",
    "Policy.EnforceAADConditionalAccess",
    "Policy.LogAuditEvents",
    "Policy.ValidateSshKeyExpiration",
)

RESTRICT_GLOBAL = "TenantPolicy.RestrictGlobalPersonalAccessToken"
RESTRICT_FULL_SCOPE = "TenantPolicy.RestrictFullScopePersonalAccessToken"
RESTRICT_LIFESPAN = "TenantPolicy.RestrictPersonalAccessTokenLifespan"
OF_TENANTS = {
    RESTRICT_GLOBAL: False,
    RESTRICT_FULL_SCOPE: False,
    RESTRICT_LIFESPAN: False,
    "TenantPolicy.EnableLeakedPersonalAccessTokenAutoRevocation": True,
    "TenantPolicy.OrganizationCreationRestriction": False,
}
"""What each is as long as nobody has set it."""

EXEMPT, EXEMPT_IN_ORGANIZATION = "AllowedUsersAndGroupObjectIds", "allowedUsersAndGroupObjectIds"
"""The properties that name those who are exempt."""


@dataclass(frozen=True)
class Policy:
    """A policy; is_undefined: nobody has set it."""

    name: str
    value: bool
    properties: Mapping[str, Any] = field(default_factory=dict)
    is_undefined: bool = False


def get_policy(session: Session, organization: Organization, name: str, default: bool = False) -> Policy:
    """GET _apis/OrganizationPolicy/Policies/{name}?defaultValue=: the caller says what is not set yet."""
    known = _known(name, OF_ORGANIZATIONS)
    return _get(session, organization.organization_id, known, default)


def update_policy(
    session: Session,
    organization: Organization,
    name: str,
    value: bool,
    properties: Mapping[str, Any] | None = None,
) -> None:
    """PATCH _apis/OrganizationPolicy/Policies/{name}; properties stay, unless they are given."""
    _set(session, organization.organization_id, _known(name, OF_ORGANIZATIONS), value, properties)


def get_tenant_policy(session: Session, organization: Organization, name: str) -> Policy:
    """GET _apis/TenantPolicy/Policies/{name}."""
    known = _known(name, tuple(OF_TENANTS))
    return _get(session, organization.tenant_id, known, OF_TENANTS[known])


def set_tenant_policy(
    session: Session,
    organization: Organization,
    name: str,
    value: bool,
    properties: Mapping[str, Any] | None = None,
) -> None:
    """Set a policy of the tenant; the call for it is not known, so that no server has one."""
    _set(session, organization.tenant_id, _known(name, tuple(OF_TENANTS)), value, properties)


def is_exempt(session: Session, policy: Policy, object_id: str) -> bool:
    """Whether a policy names somebody from Entra, or a group that they are in."""
    named = policy.properties.get(EXEMPT) or policy.properties.get(EXEMPT_IN_ORGANIZATION) or []
    ids = {each["objectId"] if isinstance(each, dict) else each for each in named}
    rows = session.rows(
        "WITH RECURSIVE above (id) AS (SELECT ? UNION"
        " SELECT group_id FROM directory_group_members JOIN above ON member_id = id) SELECT id FROM above",
        object_id,
    )
    return any(row["id"] in ids for row in rows)


def _known(name: str, known: tuple[str, ...]) -> str:
    found = next((spelling for spelling in known if spelling.lower() == name.lower()), None)
    if found is None:
        raise errors.policy_not_found(name)
    return found


def _get(session: Session, holder_id: str, name: str, default: bool) -> Policy:
    row = session.row("SELECT * FROM policies WHERE holder_id = ? AND name = ?", holder_id, name)
    if row is None:
        return Policy(name, default, is_undefined=True)
    return Policy(name, bool(row["value"]), json.loads(row["properties"]))


def _set(
    session: Session, holder_id: str, name: str, value: bool, properties: Mapping[str, Any] | None
) -> None:
    kept = _get(session, holder_id, name, value).properties if properties is None else properties
    session.run(
        "INSERT OR REPLACE INTO policies VALUES (?, ?, ?, ?)", holder_id, name, value, json.dumps(dict(kept))
    )
