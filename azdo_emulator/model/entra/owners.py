"""Owners of applications, service principals and groups: people and service principals, never groups.

The calls stand on Microsoft Graph v1.0.
"""

from collections.abc import Iterable

from azdo_emulator.model.conditions import EVERYTHING, Condition
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.store import Session


def list_owners(
    session: Session, object_id: str, where: Condition = EVERYTHING, after: str = "", top: int = -1
) -> list[str]:
    """GET /applications/{id}/owners, and the same of a service principal or a group: object ids."""
    rows = session.rows(
        # The condition's words are this package's own.
        "SELECT owner_id FROM owners"  # noqa: S608
        f" WHERE object_id = ? AND owner_id > ? AND {where.sql} ORDER BY owner_id LIMIT ?",
        object_id.lower(),
        after,
        *where.values,
        top,
    )
    return [row["owner_id"] for row in rows]


def add_owner(session: Session, object_id: str, owner_id: str) -> None:
    """POST /applications/{id}/owners/$ref, and the same of a service principal."""
    owner = directory.get_directory_object(session, owner_id)
    if owner is None:
        raise errors.object_not_found(owner_id)
    if owner.kind not in ("user", "servicePrincipal"):
        raise errors.not_to_be_referenced(owner.kind, owner_id, "owners")
    if owner.object_id in list_owners(session, object_id):
        raise errors.reference_exists("owners")
    session.add("owners", object_id=object_id.lower(), owner_id=owner.object_id)


def remove_owner(session: Session, object_id: str, owner_id: str) -> None:
    """DELETE /applications/{id}/owners/{id}/$ref, and the same of a service principal."""
    if not session.run(
        "DELETE FROM owners WHERE object_id = ? AND owner_id = ?", object_id.lower(), owner_id.lower()
    ):
        raise errors.object_not_found(owner_id)


def set_owners(session: Session, object_id: str, wanted: Iterable[str]) -> None:
    """All those calls that make the owners be these."""
    present, after = set(list_owners(session, object_id)), {owner.lower() for owner in wanted}
    for owner in sorted(after - present):
        add_owner(session, object_id, owner)
    for owner in sorted(present - after):
        remove_owner(session, object_id, owner)


def refuse_others(session: Session, object_id: str, caller_id: str) -> None:
    """The right `Application.ReadWrite.OwnedBy`, which the deployer has, ends at what somebody else owns."""
    if caller_id.lower() not in list_owners(session, object_id):
        raise errors.not_allowed()
