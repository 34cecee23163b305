"""Who may do what in Azure: the roles of somebody and of their groups, in a scope and above it.

Conditions of an assignment are not looked at.
"""

import re
from functools import cache

from azdo_emulator.model.azure import errors, management_groups
from azdo_emulator.model.azure.resource_groups import subscriptions_get
from azdo_emulator.model.azure.role_definitions import role_definitions_get
from azdo_emulator.model.entra import directory
from azdo_emulator.model.store import Session


def require(session: Session, principal_id: str, action: str, scope: str) -> None:
    """Refuse somebody whom no role allows the action there.

    Azure looks for the subscription first, and for everything below it only afterwards.
    """
    if found := management_groups.SUBSCRIPTION.match(scope):
        subscriptions_get(session, found[1])
    if not holds(session, principal_id, action, scope):
        user = directory.get_user(session, principal_id)
        client = user.user_principal_name if user else principal_id
        raise errors.authorization_failed(client, principal_id, action, scope)


def holds(session: Session, principal_id: str, action: str, scope: str) -> bool:
    """Whether a role allows the action there."""
    rows = session.rows(
        "WITH RECURSIVE who (object_id) AS (SELECT ? UNION"
        " SELECT group_id FROM directory_group_members JOIN who ON member_id = object_id)"
        " SELECT scope, role_definition_id FROM role_assignments JOIN who ON principal_id = object_id",
        principal_id,
    )
    above = [scope, *management_groups.above(session, scope)]
    return any(
        any(_is_in(place, row["scope"]) for place in above)
        and _allows(row["role_definition_id"].rsplit("/", 1)[-1], action)
        for row in rows
    )


def _is_in(scope: str, wider: str) -> bool:
    return f"{scope}/".lower().startswith(f"{wider}/".lower())


@cache
def _allows(guid: str, action: str) -> bool:
    role = role_definitions_get("", guid)
    return _is_among(action, role.actions) and not _is_among(action, role.not_actions)


def _is_among(action: str, patterns: tuple[str, ...]) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), action, re.IGNORECASE) for pattern in patterns
    )
