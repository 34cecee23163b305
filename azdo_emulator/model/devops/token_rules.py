"""What a personal access token may be: the service's own rules, policies of organisation and tenant."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from azdo_emulator.model.devops import errors, policies
from azdo_emulator.model.devops.policies import (
    RESTRICT_CREATION,
    RESTRICT_FULL_SCOPE,
    RESTRICT_GLOBAL,
    RESTRICT_LIFESPAN,
    Policy,
)
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.store import Session

FULL = "app_token"
SCOPES = re.compile(rf"{FULL}|vso\.\w+( vso\.\w+)*")
PACKAGING = re.compile(r"vso\.packaging\w*( vso\.packaging\w*)*")
LONGEST = timedelta(days=366)

GLOBAL_BLOCKED = datetime(2026, 3, 15, tzinfo=UTC)
"""From here on nobody makes a global token, or a token global."""
GLOBAL_ENDS = datetime(2026, 12, 1, tzinfo=UTC)
"""From here on no global token opens anything."""


@dataclass(frozen=True)
class Wish:
    """A token as somebody wants it; all_orgs: global."""

    display_name: str
    scope: str
    valid_to: datetime
    all_orgs: bool = False


def granted(session: Session, organization: Organization, owner: Subject, wish: Wish, made: datetime) -> Wish:
    """The token as it may be, shorter than wanted where a policy says so; made: when it was, or will be."""
    now = datetime.fromisoformat(session.now())
    if not wish.display_name:
        raise errors.token_refused("displayNameRequired")
    if not SCOPES.fullmatch(wish.scope):
        raise errors.token_refused("invalidScope")
    if not now < wish.valid_to <= made + LONGEST:
        raise errors.token_refused("invalidValidTo")
    if wish.all_orgs and now >= GLOBAL_BLOCKED:
        raise errors.token_refused("globalPATCreationBlocked")
    creation = policies.get_policy(session, organization, RESTRICT_CREATION)
    if creation.value and not _may_create(session, creation, owner, wish):
        raise errors.token_refused("disablePatCreationPolicyViolation")

    def binding(name: str) -> Policy | None:
        policy = policies.get_tenant_policy(session, organization, name)
        exempt = not policy.value or policies.is_exempt(session, policy, owner.origin_id)
        return None if exempt else policy

    if wish.all_orgs and binding(RESTRICT_GLOBAL):
        raise errors.token_refused("globalPatPolicyViolation")
    if wish.scope == FULL and binding(RESTRICT_FULL_SCOPE):
        raise errors.token_refused("fullScopePatPolicyViolation")
    if lifespan := binding(RESTRICT_LIFESPAN):
        longest = made + timedelta(days=int(lifespan.properties.get("MaxPatLifespanInDays", 30)))
        return replace(wish, valid_to=min(wish.valid_to, longest))
    return wish


def _may_create(session: Session, policy: Policy, owner: Subject, wish: Wish) -> bool:
    packaging = policy.properties.get("isPackagingScopeEnabled") and PACKAGING.fullmatch(wish.scope)
    named = policy.properties.get("isAllowListEnabled") and policies.is_exempt(
        session, policy, owner.origin_id
    )
    return bool(packaging or named)
