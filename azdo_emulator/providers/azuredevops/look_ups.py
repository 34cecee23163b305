"""Look-ups of what the organisation already has."""

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import groups, memberships, projects, subjects
from azdo_emulator.model.devops.projects import PROCESSES
from azdo_emulator.model.ids import GUID
from azdo_emulator.providers.azuredevops import look_up_connections as connections
from azdo_emulator.providers.azuredevops import look_up_people as people
from azdo_emulator.providers.azuredevops import look_up_pipelines as pipelines
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Function, Mistake
from azdo_emulator.providers.values import Values


def get_project(call: Call, given: Values) -> Values:
    """A project, by its name or by its id."""
    name, project_id = given.get("name", ""), given.get("projectId", "")
    if bool(name) == bool(project_id):
        raise Mistake("one of 'name' and 'projectId' is expected, and not both")
    try:
        found = projects.get_project(call.session, organization(call), project_id or name)
    except Refused as refused:
        raise Mistake(f"Project with name {name} or ID {project_id} does not exist ") from refused
    return {
        "description": found.description,
        "id": found.project_id,
        "name": found.name,
        "processTemplateId": PROCESSES[found.process],
        "projectId": found.project_id,
        "versionControl": "Git",
        "visibility": found.visibility,
        "workItemTemplate": found.process,
    }


def get_group(call: Call, given: Values) -> Values:
    """A group by its name: of the project with the given id, or of the organisation."""
    name, project_id = given["name"], given.get("projectId")
    found = next(
        (group for group in _groups(call, project_id) if group.name.lower() == name.lower()),
        None,
    )
    if found is None and project_id:
        raise Mistake(f"Could not find Group with Name: {name} in project with ID: {project_id}")
    if found is None:
        raise Mistake(f"Could not find group with name {name}")
    return {
        "descriptor": found.descriptor,
        "groupId": found.storage_key,
        "id": found.descriptor,
        "name": name,
        "origin": found.origin,
        "originId": found.origin_id,
        "projectId": project_id,
    }


def get_group_membership(call: Call, given: Values) -> Values:
    """Who is in a group, by its descriptor."""
    group = given["groupDescriptor"]
    try:
        found = memberships.list_memberships(call.session, organization(call), group, direction="down")
    except Refused as refused:
        raise Mistake(
            f" Group memberships with descriptor: {group} not found. Error: {refused.message}"
        ) from refused
    return {"groupDescriptor": group, "id": group, "members": found}


def get_service_principal(call: Call, given: Values) -> Values:
    """A service principal of the organisation: by object id, or the first whose name has the text in it."""
    name, origin_id = given.get("displayName", ""), given.get("originId", "")
    if bool(name) == bool(origin_id):
        raise Mistake("one of 'displayName' and 'originId' is expected, and not both")
    known = subjects.list_service_principals(call.session, organization(call))
    if origin_id:
        found = next((subject for subject in known if subject.origin_id == origin_id), None)
        error = (
            f"Finding service principal with origin_id {origin_id}. "
            f"Error: could not find service principal with origin_id: {origin_id}"
        )
    else:
        found = next((subject for subject in known if name.lower() in subject.display_name.lower()), None)
        error = f"Could not find service principal with name: {name}"
    if found is None:
        raise Mistake(error)
    return {
        "descriptor": found.descriptor,
        "displayName": found.display_name,
        "id": found.descriptor,
        "origin": found.origin,
        "originId": found.origin_id,
    }


def _groups(call: Call, project_id: str | None) -> list[groups.Group]:
    scope = organization(call)
    if not project_id:
        every = groups.list_groups(call.session, scope)
        return [group for group in every if group.project_id is None and group.origin == "vsts"]
    if not GUID.fullmatch(project_id):
        raise Mistake(f"Finding descriptor for project with ID: {project_id}. Error: it is no UUID")
    try:
        project = projects.get_project(call.session, scope, project_id)
    except Refused as refused:
        raise Mistake(f"Project with ID: {project_id} was not found. Error: {refused.message}") from refused
    return groups.list_groups(call.session, scope, project)


FUNCTIONS = (
    Function("azuredevops:index/getGroup:getGroup", get_group),
    Function("azuredevops:index/getGroupMembership:getGroupMembership", get_group_membership),
    Function("azuredevops:index/getProject:getProject", get_project),
    Function("azuredevops:index/getServicePrincipal:getServicePrincipal", get_service_principal),
    *people.FUNCTIONS,
    *pipelines.FUNCTIONS,
    *connections.FUNCTIONS,
)
