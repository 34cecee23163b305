"""Personal access tokens (PATs): what the sandbox is there to get rid of. They sign in nowhere in it.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/tokens/pats, for one's own, and
.../_apis/tokenadmin, for those of others. No token is kept, not even as a hash.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from sqlite3 import Row

from azdo_emulator.model.devops import errors, token_rules
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.devops.token_rules import GLOBAL_ENDS, Wish
from azdo_emulator.model.store import Session, written

FILTERS = {
    "active": "revoked = 0 AND valid_to_at > ?",
    "expired": "revoked = 0 AND valid_to_at <= ?",
    "revoked": "revoked = 1 AND ? <> ''",
    "all": "? <> ''",
}
"""What a list of one's own may be of."""


@dataclass(frozen=True)
class PersonalAccessToken:
    """A token of somebody, by storage key. Without an organisation it is global: good for all of theirs."""

    authorization_id: str
    user_id: str
    organization_id: str | None
    display_name: str
    scope: str
    valid_from_at: str
    valid_to_at: str
    revoked: bool

    def is_valid(self, now: str) -> bool:
        """Whether it opens anything; a global one does not any more from a day on."""
        ends = self.valid_to_at if self.organization_id else min(self.valid_to_at, written(GLOBAL_ENDS))
        return not self.revoked and now < ends


def create_pat(
    session: Session, organization: Organization, owner: Subject, wish: Wish
) -> tuple[PersonalAccessToken, str]:
    """POST: the token's entry, and the token itself, this once."""
    now = datetime.fromisoformat(session.now())
    wish = token_rules.granted(session, organization, owner, wish, now)
    made = add_pat(session, organization, owner, wish, now)
    return made, f"patless-sandbox-{secrets.token_hex(20)}"


def add_pat(
    session: Session, organization: Organization, owner: Subject, wish: Wish, valid_from: datetime
) -> PersonalAccessToken:
    """Enter a token that no rule of today is asked about."""
    made = PersonalAccessToken(
        authorization_id=session.new_guid("authorization"),
        user_id=owner.storage_key,
        organization_id=None if wish.all_orgs else organization.organization_id,
        display_name=wish.display_name,
        scope=wish.scope,
        valid_from_at=written(valid_from),
        valid_to_at=written(wish.valid_to),
        revoked=False,
    )
    session.add("personal_access_tokens", **vars(made))
    return made


def get_pat(
    session: Session, organization: Organization, owner: Subject, authorization_id: str
) -> PersonalAccessToken:
    """GET ?authorizationId=."""
    found = _list(session, organization, owner, "authorization_id = lower(?)", authorization_id)
    if not found:
        raise errors.token_refused("authorizationNotFound")
    return found[0]


def list_pats(
    session: Session, organization: Organization, owner: Subject, of: str, after: str = "", top: int = 100
) -> list[PersonalAccessToken]:
    """GET ?displayFilterOption=, one's own; after: the id that the page before ended with."""
    chosen = FILTERS.get(of.lower(), FILTERS["active"])
    condition = f"{chosen} AND authorization_id > ? ORDER BY authorization_id LIMIT {int(top)}"
    return _list(session, organization, owner, condition, session.now(), after)


def update_pat(
    session: Session, organization: Organization, owner: Subject, authorization_id: str, wish: Wish
) -> PersonalAccessToken:
    """PUT: one that has expired stays so."""
    present = get_pat(session, organization, owner, authorization_id)
    if present.valid_to_at <= session.now():
        raise errors.token_refused("expiredPatCannotBeExtended")
    made = datetime.fromisoformat(present.valid_from_at)
    wish = token_rules.granted(session, organization, owner, wish, made)
    changed = replace(
        present,
        organization_id=None if wish.all_orgs else organization.organization_id,
        display_name=wish.display_name,
        scope=wish.scope,
        valid_to_at=written(wish.valid_to),
    )
    session.run("DELETE FROM personal_access_tokens WHERE authorization_id = ?", present.authorization_id)
    session.add("personal_access_tokens", **vars(changed))
    return changed


def wish_of(present: PersonalAccessToken) -> Wish:
    """What a token is, as a wish: a change says only what becomes different."""
    valid_to = datetime.fromisoformat(present.valid_to_at).astimezone(UTC)
    return Wish(present.display_name, present.scope, valid_to, present.organization_id is None)


def revoke_pat(session: Session, organization: Organization, owner: Subject, authorization_id: str) -> None:
    """DELETE ?authorizationId=, one's own."""
    revoke_authorizations(
        session, organization, [get_pat(session, organization, owner, authorization_id).authorization_id]
    )


def list_personal_access_tokens(
    session: Session, organization: Organization, owner: Subject, after: str = "", top: int = 20
) -> list[PersonalAccessToken]:
    """GET _apis/tokenadmin/personalaccesstokens/{descriptor}: those of somebody, for an administrator.

    Whether the service lists expired ones was not seen live; here they say that they are not valid.
    """
    condition = f"revoked = 0 AND authorization_id > ? ORDER BY authorization_id LIMIT {int(top)}"
    return _list(session, organization, owner, condition, after)


def revoke_authorizations(session: Session, organization: Organization, ids: list[str]) -> None:
    """POST _apis/tokenadmin/revocations; harmless for ids of nothing."""
    for authorization_id in ids:
        session.run(
            "UPDATE personal_access_tokens SET revoked = 1 WHERE authorization_id = lower(?)"
            " AND coalesce(organization_id, ?) = ?",
            authorization_id,
            organization.organization_id,
            organization.organization_id,
        )


def _list(
    session: Session, organization: Organization, owner: Subject, condition: str, *values: str
) -> list[PersonalAccessToken]:
    rows = session.rows(
        # The condition is of words of this module.
        "SELECT * FROM personal_access_tokens WHERE user_id = ? AND coalesce(organization_id, ?) = ?"  # noqa: S608
        f" AND {condition}",
        owner.storage_key,
        organization.organization_id,
        organization.organization_id,
        *values,
    )
    return [_from_row(row) for row in rows]


def _from_row(row: Row) -> PersonalAccessToken:
    return PersonalAccessToken(**dict(row) | {"revoked": bool(row["revoked"])})
