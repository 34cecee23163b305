"""Who is in which group.

The calls stand on https://vssps.dev.azure.com/{organization}/_apis/graph/memberships; they take descriptors.
"""

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import Subject, get_subject
from azdo_emulator.model.store import Session


def add_membership(session: Session, organization: Organization, member: str, container: str) -> None:
    """PUT _apis/graph/memberships/{member}/{container}; harmless for one who is in."""
    inner, outer = _both(session, organization, member, container)
    if inner.storage_key in _above(session, outer.storage_key):
        raise errors.cyclic_membership(container, member)
    session.run("INSERT OR IGNORE INTO memberships VALUES (?, ?)", outer.storage_key, inner.storage_key)


def remove_membership(session: Session, organization: Organization, member: str, container: str) -> None:
    """DELETE _apis/graph/memberships/{member}/{container}."""
    inner, outer = _both(session, organization, member, container)
    removed = session.run(
        "DELETE FROM memberships WHERE container = ? AND member = ?", outer.storage_key, inner.storage_key
    )
    if not removed:
        raise errors.membership_not_found(member, container)


def check_membership_existence(
    session: Session, organization: Organization, member: str, container: str
) -> bool:
    """HEAD _apis/graph/memberships/{member}/{container}."""
    outer = get_subject(session, organization, container)
    inner = get_subject(session, organization, member)
    found = session.row(
        "SELECT 1 FROM memberships WHERE container = ? AND member = ?", outer.storage_key, inner.storage_key
    )
    return found is not None


def list_memberships(
    session: Session, organization: Organization, descriptor: str, direction: str = "up"
) -> list[str]:
    """GET _apis/graph/memberships/{descriptor}?direction=up|down: descriptors one step away."""
    subject = get_subject(session, organization, descriptor)
    here, there = ("member", "container") if direction == "up" else ("container", "member")
    rows = session.rows(
        # The two columns are words of this function.
        f"SELECT descriptor FROM memberships JOIN subjects ON storage_key = {there}"  # noqa: S608
        f" WHERE {here} = ? ORDER BY descriptor",
        subject.storage_key,
    )
    return [row["descriptor"] for row in rows]


def _both(
    session: Session, organization: Organization, member: str, container: str
) -> tuple[Subject, Subject]:
    outer = get_subject(session, organization, container)
    inner = get_subject(session, organization, member)
    if outer.kind != "group":
        raise errors.not_a_group(container)
    group = session.row("SELECT valid_users FROM graph_groups WHERE storage_key = ?", outer.storage_key)
    if group and group["valid_users"]:
        raise errors.valid_users_keeps_itself()
    return inner, outer


def _above(session: Session, storage_key: str) -> set[str]:
    rows = session.rows(
        "WITH RECURSIVE above (key) AS (SELECT ? UNION"
        " SELECT container FROM memberships JOIN above ON member = key) SELECT key FROM above",
        storage_key,
    )
    return {row["key"] for row in rows}
