"""Properties of a project: those that the service keeps, and those that callers set, such as tags.

The calls stand on https://dev.azure.com/{organization}/_apis/projects/{id}/properties.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from azdo_emulator.model.devops import errors, teams
from azdo_emulator.model.devops.projects import PROCESSES, Project
from azdo_emulator.model.store import Session

OF_THE_SERVICE = "System."
"""How the names of those that nobody sets begin."""


def get_project_properties(session: Session, project: Project, keys: Sequence[str] = ()) -> dict[str, str]:
    """GET .../properties?keys=: those of these names, in which a `*` stands for anything; all without one."""
    rows = session.rows(
        "SELECT name, value FROM project_properties WHERE project_id = ? ORDER BY name", project.project_id
    )
    found = _of_the_service(session, project) | {row["name"]: row["value"] for row in rows}
    return {
        name: value
        for name, value in found.items()
        if not keys or any(fnmatchcase(name.lower(), _pattern(key)) for key in keys)
    }


def set_project_property(session: Session, project: Project, name: str, value: str | None) -> None:
    """PATCH .../properties, one path of it; no value takes it away."""
    if not name or name.startswith(OF_THE_SERVICE):
        raise errors.property_of_the_service(name)
    if value is None:
        session.run(
            "DELETE FROM project_properties WHERE project_id = ? AND name = ?", project.project_id, name
        )
    else:
        session.run(
            "INSERT OR REPLACE INTO project_properties VALUES (?, ?, ?)", project.project_id, name, value
        )


def _of_the_service(session: Session, project: Project) -> dict[str, str]:
    process = PROCESSES[project.process]
    team = teams.get_default_team(session, project)
    return {
        "System.CurrentProcessTemplateId": process,
        "System.OriginalProcessTemplateId": process,
        "System.ProcessTemplateType": process,
        "System.Process Template": project.process,
        "System.Microsoft.TeamFoundation.Team.Default": team.team_id if team else "",
        "System.SourceControlGitEnabled": str(project.source_control == "Git"),
    }


def _pattern(key: str) -> str:
    # Only the star means something; fnmatch knows more.
    return key.lower().replace("[", "[[]").replace("?", "[?]")
