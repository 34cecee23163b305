"""The organisation, its projects and their teams."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from patless.sandbox.model.devops import projects
from patless.sandbox.model.devops.projects import PROCESSES, Project
from patless.sandbox.rest.devops.call import AnyVisit, Call
from patless.sandbox.rest.devops.pages import listed
from patless.sandbox.rest.devops.route import DevOpsRoute

router = APIRouter(route_class=DevOpsRoute, tags=["core"])


@router.get("/{organization}/_apis/projects")
async def get_projects(
    visit: AnyVisit,
    top: Annotated[int, Query(alias="$top", ge=1)] = 100,
    skip: Annotated[int, Query(alias="$skip", ge=0)] = 0,
) -> JSONResponse:
    """GET _apis/projects."""
    with visit.read() as call:
        found = projects.list_projects(call.session, call.organization)
        page = [_reference(call, project) for project in found[skip : skip + top]]
    more = str(skip + top) if skip + top < len(found) else None
    return listed(page, more)


@router.get("/{organization}/_apis/projects/{project}")
async def get_project(visit: AnyVisit, project: str) -> JSONResponse:
    """GET _apis/projects/{id or name}."""
    with visit.read() as call:
        found = projects.get_project(call.session, call.organization, project)
        body = _reference(call, found)
    process = {"templateName": found.process, "templateTypeId": PROCESSES[found.process]}
    return JSONResponse(body | {"capabilities": {"processTemplate": process}})


def _reference(call: Call, project: Project) -> dict[str, Any]:
    return {
        "id": project.project_id,
        "name": project.name,
        "description": project.description,
        "url": f"{call.url}/_apis/projects/{project.project_id}",
        "state": "wellFormed",
        "visibility": project.visibility,
    }
