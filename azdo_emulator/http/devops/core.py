"""Projects and their properties, and the operations that change them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import (
    operations,
    project_changes,
    project_properties,
    projects,
    teams,
)
from azdo_emulator.model.devops.permissions import CREATE_PROJECTS, EDIT_PROJECT
from azdo_emulator.model.devops.projects import PROCESSES, Project

router = APIRouter(route_class=DevOpsRoute, tags=["core"])

PROJECTS = "/{organization}/_apis/projects"

Top = Annotated[int, Query(alias="$top", ge=1, le=1000)]
Skip = Annotated[int, Query(alias="$skip", ge=0, le=1_000_000)]


class SourceControl(Body):
    """What a project keeps its source in."""

    source_control_type: str = "Git"


class ProcessTemplate(Body):
    """How a project works, by id."""

    template_type_id: str = ""


class Capabilities(Body):
    """What a new project can do; spelled as the service spells it."""

    versioncontrol: SourceControl = SourceControl()
    process_template: ProcessTemplate = ProcessTemplate()


class NewProject(Body):
    """A new project."""

    name: str
    description: str | None = None
    visibility: str | None = None
    capabilities: Capabilities | None = None


class ChangedProject(Body):
    """What is to be different."""

    name: str | None = None
    description: str | None = None
    visibility: str | None = None


@router.get(PROJECTS)
async def get_projects(
    context: AnyContext,
    top: Top = 100,
    skip: Skip = 0,
    continuation: Annotated[int, Query(alias="continuationToken", ge=0, le=1_000_000)] = 0,
    state: Annotated[str, Query(alias="stateFilter")] = "wellFormed",
) -> JSONResponse:
    """GET _apis/projects: a page of 100, or $top. The token is a number, as clients want it.

    Simplified: no project is ever in another state than wellFormed.
    """
    begin = continuation or skip
    with context.read() as call:
        has_state = state.lower() in ("wellformed", "all")
        found = (
            projects.page_of_projects(call.session, call.organization, top + 1, begin) if has_state else []
        )
        page = [_reference(call, project) for project in found[:top]]
    return listed(page, str(begin + top) if len(found) > top else None)


@router.post(PROJECTS)
async def queue_create_project(context: AnyContext, given: NewProject) -> JSONResponse:
    """POST _apis/projects: 202 with the operation that makes it.

    Simplified: the project is there at once.
    """
    capabilities = given.capabilities or Capabilities()
    with context.write() as call:
        call.require(CREATE_PROJECTS)
        operation = project_changes.queue_create_project(
            call.session,
            call.organization,
            given.name,
            description=given.description or "",
            visibility=given.visibility or "private",
            template_type_id=capabilities.process_template.template_type_id,
            source_control=capabilities.versioncontrol.source_control_type,
        )
        return _queued(call, operation)


@router.get(PROJECTS + "/{project}")
async def get_project(
    context: AnyContext,
    project: str,
    include_capabilities: Annotated[bool, Query(alias="includeCapabilities")] = False,
) -> JSONResponse:
    """GET _apis/projects/{id or name}."""
    with context.read() as call:
        found = _project(call, project)
        body = _reference(call, found) | _links(call, found)
        if team := teams.get_default_team(call.session, found):
            url = f"{body['url']}/teams/{team.team_id}"
            body["defaultTeam"] = {"id": team.team_id, "name": team.name, "url": url}
    return JSONResponse(body | (_capabilities(found) if include_capabilities else {}))


@router.patch(PROJECTS + "/{project}")
async def update_project(context: AnyContext, project: str, given: ChangedProject) -> JSONResponse:
    """PATCH _apis/projects/{id}: 202 with the operation; another name, description or visibility."""
    with context.write() as call:
        found = _project(call, project)
        call.require(EDIT_PROJECT, found)
        operation = project_changes.update_project(
            call.session,
            call.organization,
            found,
            name=given.name,
            description=given.description,
            visibility=given.visibility,
        )
        return _queued(call, operation)


@router.delete(PROJECTS + "/{project}")
async def queue_delete_project(context: AnyContext, project: str) -> JSONResponse:
    """DELETE _apis/projects/{id}: 202 with the operation.

    Simplified: a deleted project is gone at once, and for good.
    """
    with context.write() as call:
        found = _project(call, project)
        call.require(EDIT_PROJECT, found)
        return _queued(call, project_changes.queue_delete_project(call.session, call.organization, found))


@router.get(PROJECTS + "/{project}/properties")
async def get_project_properties(context: AnyContext, project: str, keys: str = "") -> JSONResponse:
    """GET _apis/projects/{id}/properties?keys=: names with commas between them, and `*` for anything."""
    with context.read() as call:
        found = project_properties.get_project_properties(
            call.session, _project(call, project), [key.strip() for key in keys.split(",") if key.strip()]
        )
    return listed([{"name": name, "value": value} for name, value in found.items()])


@router.patch(PROJECTS + "/{project}/properties")
async def set_project_properties(context: AnyContext, project: str, given: list[Change]) -> Response:
    """PATCH _apis/projects/{id}/properties."""
    with context.write() as call:
        found = _project(call, project)
        call.require(EDIT_PROJECT, found)
        for change in given:
            value = None if change.op == "remove" or change.value is None else str(change.value)
            project_properties.set_project_property(call.session, found, change.path.removeprefix("/"), value)
    return Response(status_code=204)


@router.get("/{organization}/_apis/operations/{operation_id}")
async def get_operation(context: AnyContext, operation_id: str) -> JSONResponse:
    """GET _apis/operations/{id}.

    Simplified: whatever was begun has succeeded.
    """
    with context.read() as call:
        status = operations.get_operation(call.session, call.organization, operation_id)
        return JSONResponse(_operation(call, operation_id, status))


def _project(call: Call, id_or_name: str) -> Project:
    return projects.get_project(call.session, call.organization, id_or_name)


def _queued(call: Call, operation_id: str) -> JSONResponse:
    return JSONResponse(_operation(call, operation_id, "notSet"), 202)


def _operation(call: Call, operation_id: str, status: str) -> dict[str, Any]:
    url = f"{call.url}/_apis/operations/{operation_id}"
    return {"id": operation_id, "status": status, "url": url, "_links": {"self": {"href": url}}}


def _reference(call: Call, project: Project) -> dict[str, Any]:
    return {
        "id": project.project_id,
        "name": project.name,
        "description": project.description,
        "url": f"{call.url}/_apis/projects/{project.project_id}",
        "state": "wellFormed",
        "visibility": project.visibility,
    }


def _links(call: Call, project: Project) -> dict[str, Any]:
    collection = f"{call.url}/_apis/projectCollections/{call.organization.organization_id}"
    return {
        "_links": {
            "self": {"href": f"{call.url}/_apis/projects/{project.project_id}"},
            "collection": {"href": collection},
            "web": {"href": f"{call.url}/{project.name}"},
        }
    }


def _capabilities(project: Project) -> dict[str, Any]:
    is_git = project.source_control == "Git"
    return {
        "capabilities": {
            "processTemplate": {
                "templateName": project.process,
                "templateTypeId": PROCESSES[project.process],
            },
            "versioncontrol": {
                "sourceControlType": project.source_control,
                "gitEnabled": str(is_git),
                "tfvcEnabled": str(not is_git),
            },
        }
    }
