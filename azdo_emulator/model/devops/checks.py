"""Approvals and checks: what stands between a pipeline and a protected resource.

The calls stand on .../{project}/_apis/pipelines/checks/configurations.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from sqlite3 import Row
from typing import Any

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.devops.protected_resources import refuse_unknown
from azdo_emulator.model.devops.subjects import get_subject_by_storage_key
from azdo_emulator.model.store import Session

APPROVAL = "8c6f20a7-a545-4486-9777-f762fafe0d4d"
TASK_CHECK = "fe1de3ee-a436-41b4-bb20-f6eb4cb879a7"
EXCLUSIVE_LOCK = "2ef31ad6-baa0-403a-8b45-2cbc9b4e5563"
REQUIRED_TEMPLATE = "4020e66e-b0f3-47e1-bc88-48f3cc59b5f3"
"""Types of checks."""

TYPES = {APPROVAL, TASK_CHECK, EXCLUSIVE_LOCK, REQUIRED_TEMPLATE}
"""All that were seen; of another one nobody knows what it would be."""

BRANCH_CONTROL = "86b05a0c-73e6-4f7d-b3cf-e38f3b39a75b"
BUSINESS_HOURS = "445fde2f-6c39-441c-807f-8a59ff2e075f"
"""What task checks ask, by the id in their `definitionRef`."""

TIMEOUT = 43_200
"""Minutes that a check waits, unless it is told otherwise: 30 days. Approvals and locks wait no longer."""

LONGEST = {TASK_CHECK: 2**31 - 1}
"""Minutes that checks of other types wait at most."""

HARMLESS = {
    "allowedBranches",
    "allowUnknownStatusBranch",
    "businessDays",
    "endTime",
    "ensureProtectionOfBranch",
    "startTime",
    "timeZone",
}
"""Inputs of a task check that are kept. Of any other, which may be a key, only that it was given."""

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class CheckConfiguration:
    """A check on a resource; its number is the organisation's."""

    check_id: int
    project_id: str
    type: str
    resource_type: str
    resource_id: str
    settings: Settings
    timeout: int
    version: int


def add_check_configuration(
    session: Session,
    organization: Organization,
    project: Project,
    type: str,
    resource: tuple[str, str],
    settings: Settings,
    timeout: int,
) -> CheckConfiguration:
    """POST; resource is its type and its id."""
    refuse_unknown(session, organization, project, *resource)
    _refuse_impossible(type, settings, timeout)
    _refuse_strangers(session, organization, settings)
    settings = _completed(type, settings)
    made = CheckConfiguration(
        session.new_number("check"), project.project_id, type, *resource, settings, timeout, version=1
    )
    session.add("check_configurations", **_columns(made))
    return get_check_configuration(session, project, made.check_id)


def get_check_configuration(session: Session, project: Project, check_id: int) -> CheckConfiguration:
    """GET configurations/{number}?$expand=settings."""
    row = session.row(
        "SELECT * FROM check_configurations WHERE project_id = ? AND check_id = ?",
        project.project_id,
        check_id,
    )
    if row is None:
        raise errors.check_not_found(check_id)
    return _from_row(row)


def list_check_configurations(
    session: Session, project: Project, resource_type: str, resource_id: str
) -> list[CheckConfiguration]:
    """GET configurations?resourceType=&resourceId=."""
    rows = session.rows(
        "SELECT * FROM check_configurations"
        " WHERE project_id = ? AND resource_type = ? AND resource_id = ? ORDER BY check_id",
        project.project_id,
        resource_type,
        resource_id,
    )
    return [_from_row(row) for row in rows]


def update_check_configuration(
    session: Session,
    organization: Organization,
    project: Project,
    check_id: int,
    settings: Settings,
    timeout: int,
) -> CheckConfiguration:
    """PATCH configurations/{number}; every change is a further version."""
    present = get_check_configuration(session, project, check_id)
    _refuse_impossible(present.type, settings, timeout)
    _refuse_strangers(session, organization, settings)
    settings = _completed(present.type, settings)
    changed = replace(present, settings=settings, timeout=timeout, version=present.version + 1)
    session.run("DELETE FROM check_configurations WHERE check_id = ?", check_id)
    session.add("check_configurations", **_columns(changed))
    return get_check_configuration(session, project, check_id)


def delete_check_configuration(session: Session, project: Project, check_id: int) -> None:
    """DELETE configurations/{number}."""
    get_check_configuration(session, project, check_id)
    session.run("DELETE FROM check_configurations WHERE check_id = ?", check_id)


def _completed(type: str, settings: Settings) -> Settings:
    return {"executionOrder": "anyOrder", **settings} if type.lower() == APPROVAL else settings


def _refuse_impossible(type: str, settings: Settings, timeout: int) -> None:
    if type.lower() not in TYPES:
        raise errors.check_type_not_found(type)
    longest = LONGEST.get(type.lower(), TIMEOUT)
    if not 1 <= timeout <= longest:
        raise errors.check_timeout_not_valid(timeout, longest)
    if type.lower() == APPROVAL and not settings.get("approvers"):
        raise errors.approval_without_approvers()


def _refuse_strangers(session: Session, organization: Organization, settings: Settings) -> None:
    approvers = settings.get("approvers", [])
    for approver in approvers if isinstance(approvers, list) else [approvers]:
        id = str(approver.get("id", "")) if isinstance(approver, dict) else ""
        if get_subject_by_storage_key(session, organization, id) is None:
            raise errors.approver_not_found(id)


def _columns(check: CheckConfiguration) -> dict[str, object]:
    settings = dict(check.settings)
    if isinstance(inputs := settings.get("inputs"), dict):
        settings["inputs"] = {name: value if name in HARMLESS else None for name, value in inputs.items()}
    return vars(check) | {"settings": json.dumps(settings, sort_keys=True)}


def _from_row(row: Row) -> CheckConfiguration:
    return CheckConfiguration(**dict(row) | {"settings": json.loads(row["settings"])})
