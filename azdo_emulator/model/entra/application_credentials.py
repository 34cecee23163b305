"""Secrets and certificates of applications: that they are there, never what they are.

Only a new sandbox has some, as any tenant does that was there before federation.
The calls stand on Microsoft Graph v1.0.
"""

from dataclasses import dataclass

from azdo_emulator.model.entra import errors
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class ApplicationCredential:
    """A secret (kind `password`) or a certificate (kind `key`) of an application, by its object id."""

    key_id: str
    object_id: str
    kind: str
    display_name: str | None
    starts_at: str
    ends_at: str


def list_application_credentials(session: Session, object_id: str) -> list[ApplicationCredential]:
    """GET /applications/{id}: passwordCredentials and keyCredentials."""
    rows = session.rows(
        "SELECT * FROM application_credentials WHERE object_id = ? ORDER BY key_id", object_id.lower()
    )
    return [ApplicationCredential(**row) for row in rows]


def add_application_credential(
    session: Session, object_id: str, kind: str, display_name: str, starts_at: str, ends_at: str
) -> ApplicationCredential:
    """What a new sandbox has: no call adds one, because nothing of Patless makes a secret."""
    made = ApplicationCredential(
        session.new_guid("application credential"), object_id, kind, display_name, starts_at, ends_at
    )
    session.add("application_credentials", **vars(made))
    return made


def remove_password(session: Session, object_id: str, key_id: str) -> None:
    """POST /applications/{id}/removePassword."""
    if not session.run(
        "DELETE FROM application_credentials WHERE object_id = ? AND key_id = ? AND kind = 'password'",
        object_id.lower(),
        key_id.lower(),
    ):
        raise errors.password_not_found()
