"""Work items: what a bot is there to create.

The calls stand on .../{project}/_apis/wit/workitems.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.store import Session

TYPES = {
    "Agile": ("Bug", "Epic", "Feature", "Issue", "Task", "User Story"),
    "Basic": ("Epic", "Issue", "Task"),
    "Scrum": ("Bug", "Epic", "Feature", "Impediment", "Product Backlog Item", "Task"),
    "CMMI": ("Bug", "Change Request", "Epic", "Feature", "Issue", "Requirement", "Review", "Risk", "Task"),
}
"""The types of work items that people create, by process."""

FIRST_STATE = {"Agile": "New", "Basic": "To Do", "Scrum": "New", "CMMI": "Proposed"}
"""What a new one of most types is; of some, the service has another."""

LONGEST_TITLE = 255


@dataclass(frozen=True)
class WorkItem:
    """A work item; its number is the organisation's. Fields go by their reference names."""

    work_item_id: int
    project_id: str
    type: str
    fields: Mapping[str, object]
    created_by: str
    created_at: str


def create_work_item(
    session: Session, project: Project, type: str, fields: Mapping[str, object], created_by: Subject
) -> WorkItem:
    """POST ${type}."""
    known = next((name for name in TYPES[project.process] if name.lower() == type.lower()), None)
    if known is None:
        raise errors.work_item_type_not_found(type, project.name)
    title = str(fields.get("System.Title") or "")
    if not title.strip():
        raise errors.field_refused("Title", "Required, InvalidEmpty")
    if len(title) > LONGEST_TITLE:
        raise errors.field_refused("Title", "InvalidTooLong")
    of_itself = {
        "System.AreaPath": project.name,
        "System.IterationPath": project.name,
        "System.State": FIRST_STATE[project.process],
    }
    set_by_service = {"System.TeamProject": project.name, "System.WorkItemType": known}
    number = session.new_number("work item")
    session.add(
        "work_items",
        work_item_id=number,
        project_id=project.project_id,
        type=known,
        fields=json.dumps({**of_itself, **fields, **set_by_service}),
        created_by=created_by.storage_key,
        created_at=session.now(),
    )
    return _get(session, number, project.organization_id)


def get_work_item(
    session: Session, organization: Organization, project: Project | None, work_item_id: int
) -> WorkItem:
    """GET {number}, of a project or of any."""
    found = _get(session, work_item_id, organization.organization_id)
    if project and found.project_id != project.project_id:
        raise errors.work_item_not_found(work_item_id)
    return found


def _get(session: Session, work_item_id: int, organization_id: str) -> WorkItem:
    row = session.row(
        "SELECT work_items.* FROM work_items JOIN projects USING (project_id)"
        " WHERE work_item_id = ? AND organization_id = ?",
        work_item_id,
        organization_id,
    )
    if row is None:
        raise errors.work_item_not_found(work_item_id)
    return _from_row(row)


def _from_row(row: Row) -> WorkItem:
    return WorkItem(**dict(row) | {"fields": json.loads(row["fields"])})
