"""Which pipelines may use a protected resource: by the call of today, and by the one before it."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.body import Body, Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import pipeline_permissions
from azdo_emulator.model.devops.permissions import ADMINISTER_ENDPOINT, EDIT_PROJECT
from azdo_emulator.model.devops.pipeline_permissions import ALL, PipelinePermissions
from azdo_emulator.model.devops.projects import Project, get_project

router = APIRouter(route_class=DevOpsRoute, tags=["pipelinepermissions"])

OF_RESOURCE = "/{organization}/{project}/_apis/pipelines/pipelinepermissions/{resource_type}/{resource_id}"
OF_BUILD = "/{organization}/{project}/_apis/build"


class GivenPermission(Body):
    """Whether every pipeline may."""

    authorized: bool


class GivenPipeline(GivenPermission):
    """Whether one pipeline may."""

    id: Number


class GivenPermissions(Body):
    """Who may from now on; nobody who is not named is changed."""

    all_pipelines: GivenPermission | None = None
    pipelines: list[GivenPipeline] | None = None

    @property
    def wanted(self) -> dict[int, bool]:
        """Whether each may, by number."""
        everybody = {ALL: self.all_pipelines.authorized} if self.all_pipelines else {}
        return everybody | {each.id: each.authorized for each in self.pipelines or []}


class GivenResource(Body):
    """A resource, and whether it may be used."""

    type: str
    id: str
    name: str | None = None
    authorized: bool


def require_administrator(call: Call, project: Project, resource_type: str, resource_id: str) -> None:
    """Refuse who may not say who uses a resource, nor what stands before it."""
    if resource_type.lower() == "endpoint":
        call.require(ADMINISTER_ENDPOINT, project, resource_id)
    else:
        call.require(EDIT_PROJECT, project)


@router.get(OF_RESOURCE)
async def get_pipeline_permissions_for_resource(
    context: AnyContext, project: str, resource_type: str, resource_id: str
) -> JSONResponse:
    """GET {project}/_apis/pipelines/pipelinepermissions/{type}/{id}."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = pipeline_permissions.get_pipeline_permissions(call.session, of, resource_type, resource_id)
    return JSONResponse(_body(resource_type, resource_id, found))


@router.patch(OF_RESOURCE)
async def update_pipeline_permisions_for_resource(
    context: AnyContext, project: str, resource_type: str, resource_id: str, given: GivenPermissions
) -> JSONResponse:
    """PATCH {project}/_apis/pipelines/pipelinepermissions/{type}/{id}.

    Simplified: an answer does not say who allowed what, and when.
    """
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        _allow(call, of, resource_type, resource_id, given.wanted)
        found = pipeline_permissions.get_pipeline_permissions(call.session, of, resource_type, resource_id)
    return JSONResponse(_body(resource_type, resource_id, found))


@router.patch(f"{OF_BUILD}/authorizedresources")
async def authorize_project_resources(
    context: AnyContext, project: str, given: list[GivenResource]
) -> JSONResponse:
    """PATCH {project}/_apis/build/authorizedresources: for every pipeline."""
    return _authorized(context, project, ALL, given)


@router.get(f"{OF_BUILD}/authorizedresources")
async def get_project_resources(
    context: AnyContext, project: str, type: str = "", id: str = ""
) -> JSONResponse:
    """GET {project}/_apis/build/authorizedresources?type=&id=: what every pipeline may use."""
    return _resources(context, project, ALL, type, id)


@router.patch(f"{OF_BUILD}/definitions/{{definition_id}}/resources")
async def authorize_definition_resources(
    context: AnyContext, project: str, definition_id: Number, given: list[GivenResource]
) -> JSONResponse:
    """PATCH {project}/_apis/build/definitions/{number}/resources: for one pipeline."""
    return _authorized(context, project, definition_id, given)


@router.get(f"{OF_BUILD}/definitions/{{definition_id}}/resources")
async def get_definition_resources(context: AnyContext, project: str, definition_id: Number) -> JSONResponse:
    """GET {project}/_apis/build/definitions/{number}/resources: what one pipeline may use by name."""
    return _resources(context, project, definition_id, "", "")


def _allow(
    call: Call, project: Project, resource_type: str, resource_id: str, wanted: dict[int, bool]
) -> None:
    require_administrator(call, project, resource_type, resource_id)
    for definition_id, authorized in wanted.items():
        pipeline_permissions.update_pipeline_permissions(
            call.session,
            call.organization,
            project,
            resource_type,
            resource_id,
            definition_id,
            authorized,
        )


def _authorized(
    context: AnyContext, project: str, definition_id: Number, given: list[GivenResource]
) -> JSONResponse:
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        for resource in given:
            _allow(call, of, resource.type, resource.id, {definition_id: resource.authorized})
    return listed([each.model_dump() for each in given])


def _resources(context: AnyContext, project: str, definition_id: Number, type: str, id: str) -> JSONResponse:
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = pipeline_permissions.get_authorized_resources(call.session, of, definition_id, type, id)
    return listed([{"type": type, "id": id, "authorized": True} for type, id in found])


def _body(resource_type: str, resource_id: str, found: PipelinePermissions) -> dict[str, Any]:
    everybody = {"allPipelines": {"authorized": True}} if found.all_pipelines else {}
    return {
        "resource": {"type": resource_type, "id": resource_id},
        **everybody,
        "pipelines": [{"id": number, "authorized": True} for number in found.pipelines],
    }
