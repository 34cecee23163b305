"""Variables of pipelines, and groups of them that pipelines share.

The calls for the groups stand on .../{project}/_apis/distributedtask/variablegroups.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Variable:
    """A variable; the value of a secret one is nothing, because the service never gives it back."""

    value: str | None
    is_secret: bool = False


Variables = Mapping[str, Variable]


@dataclass(frozen=True)
class VariableGroup:
    """Variables by themselves. created_by: a storage key."""

    group_id: int
    project_id: str
    name: str
    description: str
    variables: Variables
    created_by: str | None


def get_variable_groups(
    session: Session, project: Project, name: str = "", after: int = 0, top: int = 100
) -> list[VariableGroup]:
    """GET _apis/distributedtask/variablegroups?groupName=; after: the last of the page before."""
    rows = session.rows(
        "SELECT * FROM variable_groups WHERE project_id = ? AND group_id > ? AND (? = '' OR name = ?)"
        " ORDER BY group_id LIMIT ?",
        project.project_id,
        after,
        name,
        name,
        top,
    )
    return [_from_row(row) for row in rows]


def get_variable_group(session: Session, project: Project, group_id: int) -> VariableGroup:
    """GET _apis/distributedtask/variablegroups/{number}."""
    row = session.row(
        "SELECT * FROM variable_groups WHERE project_id = ? AND group_id = ?", project.project_id, group_id
    )
    if row is None:
        raise errors.variable_group_not_found(group_id)
    return _from_row(row)


def add_variable_group(
    session: Session, project: Project, name: str, description: str, variables: Variables, created_by: str
) -> VariableGroup:
    """POST _apis/distributedtask/variablegroups."""
    group_id = session.new_number("variable group")
    session.add(
        "variable_groups",
        group_id=group_id,
        project_id=project.project_id,
        name=name,
        description=description,
        variables=kept(variables),
        created_by=created_by,
    )
    return get_variable_group(session, project, group_id)


def kept(variables: Variables) -> str:
    """Variables as a table holds them: of a secret, only that there is one."""
    return json.dumps(
        {
            name: {"value": None if variable.is_secret else variable.value, "is_secret": variable.is_secret}
            for name, variable in variables.items()
        }
    )


def read(text: str) -> Variables:
    """Variables out of a table."""
    return {name: Variable(**variable) for name, variable in json.loads(text).items()}


def _from_row(row: Row) -> VariableGroup:
    return VariableGroup(**dict(row) | {"variables": read(row["variables"])})
