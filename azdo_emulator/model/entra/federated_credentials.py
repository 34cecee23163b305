"""Federated identity credentials: whom an application or a managed identity trusts to sign in as it.

The calls stand on Microsoft Graph v1.0 for applications, on Azure Resource Manager for managed identities;
the rules are Entra's. A wrong issuer or subject is taken silently: only a sign-in would show it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from azdo_emulator.model import replication
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.store import Session

LIMIT = 20
"""How many an application or a managed identity has at most."""

LENGTH = 600
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,119}")
WORDS_FOR_NAME = "3 to 120 letters, digits, '-' and '_', a letter or a digit first"


@dataclass(frozen=True)
class FederatedIdentityCredential:
    """A trust. holder_id: object id of the application, or of the managed identity's service principal."""

    credential_id: str
    holder_id: str
    name: str
    issuer: str
    subject: str
    audience: str
    description: str


def get_federated_identity_credential(
    session: Session, holder_id: str, id_or_name: str
) -> FederatedIdentityCredential | None:
    """GET .../federatedIdentityCredentials/{id or name}, or nothing."""
    row = session.row(
        "SELECT * FROM federated_identity_credentials"
        " WHERE holder_id = ? AND (credential_id = ? OR name = ?)",
        holder_id.lower(),
        id_or_name.lower(),
        id_or_name,
    )
    return FederatedIdentityCredential(**row) if row else None


def list_federated_identity_credentials(
    session: Session, holder_id: str
) -> list[FederatedIdentityCredential]:
    """GET .../federatedIdentityCredentials."""
    rows = session.rows(
        "SELECT * FROM federated_identity_credentials WHERE holder_id = ? ORDER BY name", holder_id.lower()
    )
    return [FederatedIdentityCredential(**row) for row in rows]


def create_federated_identity_credential(
    session: Session,
    holder_id: str,
    name: str,
    issuer: str,
    subject: str,
    audiences: Sequence[str],
    description: str = "",
) -> FederatedIdentityCredential:
    """POST /applications/{id}/federatedIdentityCredentials, or the first PUT of a managed identity's."""
    holder = directory.get_directory_object(session, holder_id)
    if holder is None:
        raise errors.object_not_found(holder_id)
    if not NAME.fullmatch(name):
        words = f"The name '{name}' of a federated identity credential has to be {WORDS_FOR_NAME}."
        raise errors.credential_refused(holder.kind, words)
    if get_federated_identity_credential(session, holder.object_id, name):
        raise errors.credential_exists(name)
    if len(list_federated_identity_credentials(session, holder.object_id)) >= LIMIT:
        words = f"An object has at most {LIMIT} federated identity credentials."
        raise errors.credential_refused(holder.kind, words)
    credential_id = session.new_guid("federated identity credential")
    return _write(session, holder, credential_id, name, issuer, subject, audiences, description)


def update_federated_identity_credential(
    session: Session,
    holder_id: str,
    credential_id: str,
    issuer: str,
    subject: str,
    audiences: Sequence[str],
    description: str = "",
) -> FederatedIdentityCredential:
    """PATCH /applications/{id}/federatedIdentityCredentials/{id}, or a later PUT of a managed identity's."""
    present = get_federated_identity_credential(session, holder_id, credential_id)
    holder = directory.get_directory_object(session, holder_id)
    if present is None or holder is None:
        raise errors.object_not_found(credential_id)
    return _write(
        session, holder, present.credential_id, present.name, issuer, subject, audiences, description
    )


def delete_federated_identity_credential(session: Session, holder_id: str, credential_id: str) -> None:
    """DELETE .../federatedIdentityCredentials/{id}."""
    present = session.row(
        "SELECT issuer, subject FROM federated_identity_credentials"
        " WHERE holder_id = ? AND credential_id = ?",
        holder_id.lower(),
        credential_id.lower(),
    )
    if present is None:
        raise errors.object_not_found(credential_id)
    session.run("DELETE FROM federated_identity_credentials WHERE credential_id = ?", credential_id.lower())
    for app_id in _app_ids(session, holder_id):
        gone = _trust(app_id, present["issuer"], present["subject"])
        replication.appears(session, gone, replication.Lag.CREDENTIALS)


def is_trusted(session: Session, app_id: str, issuer: str, subject: str) -> bool:
    """Whether the identity of this client id trusts this subject: what a sign-in asks."""
    found = session.row(
        "SELECT 1 FROM federated_identity_credentials WHERE issuer = ? AND subject = ? AND holder_id IN ("
        "SELECT object_id FROM applications WHERE app_id = ? UNION"
        " SELECT object_id FROM service_principals WHERE app_id = ?)",
        issuer,
        subject,
        app_id.lower(),
        app_id.lower(),
    )
    lag = replication.Lag.CREDENTIALS
    return found is not None or not replication.sees(session, lag, _trust(app_id, issuer, subject))


def _trust(app_id: str, issuer: str, subject: str) -> str:
    return f"{app_id} {issuer} {subject}"


def _app_ids(session: Session, holder_id: str) -> list[str]:
    rows = session.rows(
        "SELECT app_id FROM applications WHERE object_id = ? UNION"
        " SELECT app_id FROM service_principals WHERE object_id = ?",
        holder_id.lower(),
        holder_id.lower(),
    )
    return [row["app_id"] for row in rows]


def _write(
    session: Session,
    holder: directory.DirectoryObject,
    credential_id: str,
    name: str,
    issuer: str,
    subject: str,
    audiences: Sequence[str],
    description: str,
) -> FederatedIdentityCredential:
    if len(audiences) != 1:
        words = "Federated identity credentials must have exactly one audience."
        raise errors.credential_refused(holder.kind, words)
    for what, text in {"issuer": issuer, "subject": subject, "description": description}.items():
        if len(text) > LENGTH:
            words = f"The {what} of a federated identity credential has at most {LENGTH} characters."
            raise errors.credential_refused(holder.kind, words)
    # Issuer and subject are compared as they are written: another case is another subject.
    same = session.row(
        "SELECT 1 FROM federated_identity_credentials"
        " WHERE holder_id = ? AND issuer = ? AND subject = ? AND credential_id <> ?",
        holder.object_id,
        issuer,
        subject,
        credential_id,
    )
    if same:
        raise errors.trusted_already(holder.kind, issuer, subject)
    made = FederatedIdentityCredential(
        credential_id, holder.object_id, name, issuer, subject, audiences[0], description
    )
    session.run("DELETE FROM federated_identity_credentials WHERE credential_id = ?", credential_id)
    session.add("federated_identity_credentials", **vars(made))
    return made
