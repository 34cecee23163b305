"""What members are in projects, as their entitlements tell it: by the group of the project that they are in.

Simplified: a membership by way of another group is not told.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from azdo_emulator.model.devops import errors, groups, memberships
from azdo_emulator.model.devops.projects import Organization, get_project
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.store import Session

GROUPS = {
    "projectAdministrator": "Project Administrators",
    "projectContributor": "Contributors",
    "projectReader": "Readers",
}
"""By type, the widest first: the group of a project."""

CUSTOM = "custom"
"""The type of every other group."""


@dataclass(frozen=True)
class ProjectEntitlement:
    """A member's place in a project: of several groups, the widest."""

    project_id: str
    project_name: str
    group_type: str
    group_name: str


def of_members(session: Session, storage_keys: Iterable[str]) -> dict[str, list[ProjectEntitlement]]:
    """By storage key of the member."""
    rows = session.rows(
        "SELECT member, projects.project_id, projects.name AS project, graph_groups.name AS group_name"
        " FROM memberships JOIN graph_groups ON graph_groups.storage_key = container"
        " JOIN projects USING (project_id) WHERE member IN (SELECT value FROM json_each(?))"
        " ORDER BY projects.name, graph_groups.name",
        json.dumps(list(storage_keys)),
    )
    found: dict[str, dict[str, ProjectEntitlement]] = defaultdict(dict)
    for row in rows:
        made = ProjectEntitlement(
            row["project_id"], row["project"], _type(row["group_name"]), row["group_name"]
        )
        present = found[row["member"]].get(made.project_id)
        if present is None or _rank(made) < _rank(present):
            found[row["member"]][made.project_id] = made
    return {member: list(projects.values()) for member, projects in found.items()}


def add_project_entitlement(
    session: Session, organization: Organization, member: Subject, project: str, group_type: str
) -> None:
    """A patch that adds to /projectEntitlements, or a new member's own: put them into the project's group."""
    name = next((name for word, name in GROUPS.items() if word.lower() == group_type.lower()), None)
    if name is None:
        raise errors.group_type_not_known(group_type, tuple(GROUPS))
    of = get_project(session, organization, project)
    [group] = [group for group in groups.list_groups(session, organization, of) if group.name == name]
    memberships.add_membership(session, organization, member.descriptor, group.descriptor)


def remove_project_entitlement(
    session: Session, organization: Organization, member: Subject, project: str
) -> None:
    """A patch that removes /projectEntitlements/{project}: take them out of all groups of the project."""
    session.run(
        "DELETE FROM memberships WHERE member = ?"
        " AND container IN (SELECT storage_key FROM graph_groups WHERE project_id = ?)",
        member.storage_key,
        get_project(session, organization, project).project_id,
    )


def _type(group_name: str) -> str:
    return next((word for word, name in GROUPS.items() if name == group_name), CUSTOM)


def _rank(entitlement: ProjectEntitlement) -> int:
    return [*GROUPS, CUSTOM].index(entitlement.group_type)
