"""Projects as a whole: with the groups and the team that every one has, and with all that goes with it.

The calls stand on https://dev.azure.com/{organization}/_apis/projects; each begins an operation.
"""

import re

from azdo_emulator.model.devops import errors, groups, memberships, operations, projects, teams
from azdo_emulator.model.devops.projects import PROCESSES, Organization, Project
from azdo_emulator.model.store import Session

NAME = re.compile(r"(?![_.])[^\x00-\x1f/:\\~&%;@'\"?<>|#$*}{,+=\[\]]{1,64}(?<![.\s])")
"""What a project can be called."""

SOURCE_CONTROLS = ("Git", "Tfvc")


def queue_create_project(
    session: Session,
    organization: Organization,
    name: str,
    *,
    description: str = "",
    visibility: str = "private",
    template_type_id: str = "",
    source_control: str = "Git",
) -> str:
    """POST _apis/projects: the id of the operation."""
    template = template_type_id.lower() or PROCESSES["Agile"]
    process = next((known for known, id in PROCESSES.items() if id == template), None)
    if process is None:
        raise errors.process_not_found(template_type_id)
    project = Project(
        session.new_guid("project"),
        organization.organization_id,
        name,
        description,
        _one_of(visibility, ("private", "public")),
        process,
        _one_of(source_control, SOURCE_CONTROLS),
    )
    add_project(session, organization, project)
    return operations.begin(session, organization)


def add_project(session: Session, organization: Organization, project: Project) -> None:
    """A new project with its groups and its team."""
    _check_name(session, organization, project.name)
    session.add("projects", **vars(project))
    made = {group.name: group for group in groups.create_groups_of_everyone(session, organization, project)}
    team = teams.create_team(
        session, organization, project, f"{project.name} Team", "The default team.", is_default=True
    )
    contributors = made["Contributors"].descriptor
    memberships.add_membership(session, organization, team.descriptor, contributors)


def update_project(
    session: Session,
    organization: Organization,
    project: Project,
    *,
    name: str | None = None,
    description: str | None = None,
    visibility: str | None = None,
) -> str:
    """PATCH _apis/projects/{id}: the id of the operation. Another name is that of its groups, too."""
    new = project.name if name is None else name
    if new.lower() != project.name.lower():
        _check_name(session, organization, new)
    session.run(
        "UPDATE projects SET name = ?, description = ?, visibility = ? WHERE project_id = ?",
        new,
        project.description if description is None else description,
        project.visibility if visibility is None else _one_of(visibility, ("private", "public")),
        project.project_id,
    )
    session.run(
        "UPDATE subjects SET principal_name = '[' || ? || ']\\' || display_name WHERE storage_key IN"
        " (SELECT storage_key FROM graph_groups WHERE project_id = ?)",
        new,
        project.project_id,
    )
    return operations.begin(session, organization)


def queue_delete_project(session: Session, organization: Organization, project: Project) -> str:
    """DELETE _apis/projects/{id}: the id of the operation.

    Its groups go, and so do connections that are in no other project. Simplified: nothing brings it back.
    """
    session.run(
        "DELETE FROM subjects WHERE storage_key IN"
        " (SELECT storage_key FROM graph_groups WHERE project_id = ?)",
        project.project_id,
    )
    session.run(
        "DELETE FROM security_role_assignments WHERE substr(resource_id, 1, 37) = ? || '_'",
        project.project_id,
    )
    session.run(
        "DELETE FROM service_hooks WHERE json_extract(publisher_inputs, '$.projectId') = ?",
        project.project_id,
    )
    session.run("DELETE FROM projects WHERE project_id = ?", project.project_id)
    session.run(
        "DELETE FROM service_endpoints WHERE endpoint_id NOT IN"
        " (SELECT endpoint_id FROM service_endpoint_project_references)"
    )
    return operations.begin(session, organization)


def _check_name(session: Session, organization: Organization, name: str) -> None:
    if not NAME.fullmatch(name):
        raise errors.project_name_not_valid(name)
    if projects.is_project(session, organization, name):
        raise errors.project_exists(name)


def _one_of(word: str, known: tuple[str, ...]) -> str:
    found = next((spelling for spelling in known if spelling.lower() == word.lower()), None)
    if found is None:
        raise errors.project_word_not_known(word, known)
    return found
