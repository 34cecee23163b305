"""Security groups of a directory: people, service principals and other groups are in them.

The calls stand on Microsoft Graph v1.0.
"""

from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.conditions import EVERYTHING, Condition
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class DirectoryGroup:
    """A security group; Azure DevOps may know it as well, under ids of its own."""

    object_id: str
    tenant_id: str
    display_name: str
    mail_nickname: str
    description: str


def get_group(session: Session, object_id: str) -> DirectoryGroup:
    """GET /groups/{id}."""
    row = session.row(f"{_GROUPS} WHERE object_id = ?", object_id.lower())
    if row is None:
        raise errors.object_not_found(object_id)
    return _group(row)


def list_groups(
    session: Session, where: Condition = EVERYTHING, after: str = "", top: int = -1
) -> list[DirectoryGroup]:
    """GET /groups, in the order of their ids; after: the id after which to begin."""
    rows = session.rows(
        f"{_GROUPS} WHERE object_id > ? AND {where.sql} ORDER BY object_id LIMIT ?",
        after,
        *where.values,
        top,
    )
    return [_group(row) for row in rows]


def create_group(
    session: Session,
    tenant_id: str,
    display_name: str,
    mail_nickname: str,
    description: str = "",
    object_id: str | None = None,
) -> DirectoryGroup:
    """POST /groups; two may share a name. Only a new sandbox gives an id."""
    object_id = object_id or session.new_guid("group")
    directory.add_directory_object(session, object_id, tenant_id, "group", display_name)
    session.add("directory_groups", object_id=object_id, mail_nickname=mail_nickname, description=description)
    return DirectoryGroup(object_id, tenant_id, display_name, mail_nickname, description)


def update_group(
    session: Session, object_id: str, *, display_name: str, mail_nickname: str, description: str
) -> DirectoryGroup:
    """PATCH /groups/{id}."""
    present = get_group(session, object_id)
    session.run(
        "UPDATE directory_objects SET display_name = ? WHERE object_id = ?", display_name, present.object_id
    )
    session.run(
        "UPDATE directory_groups SET mail_nickname = ?, description = ? WHERE object_id = ?",
        mail_nickname,
        description,
        present.object_id,
    )
    return get_group(session, present.object_id)


def delete_group(session: Session, object_id: str) -> None:
    """DELETE /groups/{id}."""
    directory.delete_directory_object(session, get_group(session, object_id).object_id)


def list_group_members(
    session: Session, group_id: str, where: Condition = EVERYTHING, after: str = "", top: int = -1
) -> list[str]:
    """GET /groups/{id}/members: object ids."""
    rows = session.rows(
        # The condition's words are this package's own.
        "SELECT member_id FROM directory_group_members"  # noqa: S608
        f" WHERE group_id = ? AND member_id > ? AND {where.sql} ORDER BY member_id LIMIT ?",
        group_id.lower(),
        after,
        *where.values,
        top,
    )
    return [row["member_id"] for row in rows]


def list_member_of(session: Session, object_id: str, after: str = "", top: int = -1) -> list[str]:
    """GET /directoryObjects/{id}/memberOf, also under the name of its kind: object ids of groups."""
    rows = session.rows(
        "SELECT group_id FROM directory_group_members WHERE member_id = ? AND group_id > ?"
        " ORDER BY group_id LIMIT ?",
        object_id.lower(),
        after,
        top,
    )
    return [row["group_id"] for row in rows]


def add_group_member(session: Session, group_id: str, member_id: str) -> None:
    """POST /groups/{id}/members/$ref."""
    group, member = get_group(session, group_id), directory.get_directory_object(session, member_id)
    if member is None:
        raise errors.object_not_found(member_id)
    if member.kind == "application":
        raise errors.not_to_be_referenced(member.kind, member_id, "members")
    if session.row(_MEMBERSHIP, group.object_id, member.object_id):
        raise errors.reference_exists("members")
    session.add("directory_group_members", group_id=group.object_id, member_id=member.object_id)


def remove_group_member(session: Session, group_id: str, member_id: str) -> None:
    """DELETE /groups/{id}/members/{id}/$ref."""
    if not session.run(
        "DELETE FROM directory_group_members WHERE group_id = ? AND member_id = ?",
        group_id.lower(),
        member_id.lower(),
    ):
        raise errors.object_not_found(member_id)


_GROUPS = (
    "SELECT object_id, tenant_id, display_name, mail_nickname, description"
    " FROM directory_groups JOIN directory_objects USING (object_id)"
)
_MEMBERSHIP = "SELECT 1 FROM directory_group_members WHERE group_id = ? AND member_id = ?"


def _group(row: Row) -> DirectoryGroup:
    return DirectoryGroup(**row)
