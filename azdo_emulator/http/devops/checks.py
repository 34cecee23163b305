"""Approvals and checks."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body, Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.pipeline_permissions import require_administrator
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import checks
from azdo_emulator.model.devops.checks import CheckConfiguration
from azdo_emulator.model.devops.projects import get_project

router = APIRouter(route_class=DevOpsRoute, tags=["pipelineschecks"])

CONFIGURATIONS = "/{organization}/{project}/_apis/pipelines/checks/configurations"
TYPES = {
    checks.APPROVAL: "Approval",
    checks.TASK_CHECK: "Task Check",
    checks.EXCLUSIVE_LOCK: "ExclusiveLock",
    checks.REQUIRED_TEMPLATE: "ExtendsCheck",
}
"""The names of the types that the sandbox knows."""

Expand = Annotated[str, Query(alias="$expand")]


class GivenType(Body):
    """A type of checks, by id."""

    id: str


class GivenResource(Body):
    """What a check guards."""

    type: str
    id: str


class GivenChange(Body):
    """What of a check can change."""

    settings: dict[str, Any] | None = None
    timeout: Number | None = None


class GivenCheck(GivenChange):
    """A check as it is to be; its timeout is in minutes."""

    type: GivenType
    resource: GivenResource


@router.post(CONFIGURATIONS)
async def add_check_configuration(context: AnyContext, project: str, given: GivenCheck) -> JSONResponse:
    """POST {project}/_apis/pipelines/checks/configurations."""
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        resource = (given.resource.type, given.resource.id)
        require_administrator(call, of, *resource)
        made = checks.add_check_configuration(
            call.session,
            call.organization,
            of,
            given.type.id.lower(),
            resource,
            given.settings or {},
            checks.TIMEOUT if given.timeout is None else given.timeout,
        )
    return JSONResponse(_body(call, made, "settings"))


@router.get(CONFIGURATIONS)
async def get_check_configurations_on_resource(
    context: AnyContext,
    project: str,
    resource_type: Annotated[str, Query(alias="resourceType")] = "",
    resource_id: Annotated[str, Query(alias="resourceId")] = "",
    expand: Expand = "",
) -> JSONResponse:
    """GET {project}/_apis/pipelines/checks/configurations?resourceType=&resourceId=."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = checks.list_check_configurations(call.session, of, resource_type, resource_id)
    return listed([_body(call, each, expand) for each in found])


@router.post("/{organization}/{project}/_apis/pipelines/checks/queryconfigurations")
async def query_check_configurations_on_resources(
    context: AnyContext, project: str, given: list[GivenResource], expand: Expand = ""
) -> JSONResponse:
    """POST {project}/_apis/pipelines/checks/queryconfigurations: the checks of several resources."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = [
            check
            for resource in given
            for check in checks.list_check_configurations(call.session, of, resource.type, resource.id)
        ]
    return listed([_body(call, each, expand) for each in found])


@router.get(f"{CONFIGURATIONS}/{{check_id}}")
async def get_check_configuration(
    context: AnyContext, project: str, check_id: Number, expand: Expand = ""
) -> JSONResponse:
    """GET {project}/_apis/pipelines/checks/configurations/{number}?$expand=settings."""
    with context.read() as call:
        of = get_project(call.session, call.organization, project)
        found = checks.get_check_configuration(call.session, of, check_id)
    return JSONResponse(_body(call, found, expand))


@router.patch(f"{CONFIGURATIONS}/{{check_id}}")
async def update_check_configuration(
    context: AnyContext, project: str, check_id: Number, given: GivenChange
) -> JSONResponse:
    """PATCH {project}/_apis/pipelines/checks/configurations/{number}."""
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        present = checks.get_check_configuration(call.session, of, check_id)
        require_administrator(call, of, present.resource_type, present.resource_id)
        changed = checks.update_check_configuration(
            call.session,
            call.organization,
            of,
            check_id,
            present.settings if given.settings is None else given.settings,
            present.timeout if given.timeout is None else given.timeout,
        )
    return JSONResponse(_body(call, changed, "settings"))


@router.delete(f"{CONFIGURATIONS}/{{check_id}}")
async def delete_check_configuration(context: AnyContext, project: str, check_id: Number) -> Response:
    """DELETE {project}/_apis/pipelines/checks/configurations/{number}."""
    with context.write() as call:
        of = get_project(call.session, call.organization, project)
        present = checks.get_check_configuration(call.session, of, check_id)
        require_administrator(call, of, present.resource_type, present.resource_id)
        checks.delete_check_configuration(call.session, of, check_id)
    return Response(status_code=204)


def _body(call: Call, check: CheckConfiguration, expand: str) -> dict[str, Any]:
    settings = {"settings": dict(check.settings)} if expand.lower() == "settings" else {}
    return {
        "id": check.check_id,
        "version": check.version,
        "url": f"{call.url}/{check.project_id}/_apis/pipelines/checks/configurations/{check.check_id}",
        "type": {"id": check.type, "name": TYPES.get(check.type)},
        "resource": {"type": check.resource_type, "id": check.resource_id},
        "timeout": check.timeout,
        **settings,
    }
