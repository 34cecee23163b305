"""Service connections, which the calls name service endpoints."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Number
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.endpoint_bodies import (
    GivenEndpoint,
    GivenReference,
    GivenRequest,
    endpoint_bodies,
    endpoint_body,
    execution_body,
    references,
    type_body,
)
from azdo_emulator.http.devops.pages import among, listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import (
    endpoint_conversions,
    endpoint_executions,
    endpoint_proxy,
    endpoint_types,
    endpoints,
    errors,
)
from azdo_emulator.model.devops.permissions import ADMINISTER_ENDPOINT, CREATE_ENDPOINTS
from azdo_emulator.model.devops.projects import Project, get_project

router = APIRouter(route_class=DevOpsRoute, tags=["serviceendpoint"])

OF_ORGANIZATION = "/{organization}/_apis/serviceendpoint"
OF_PROJECT = "/{organization}/{project}/_apis/serviceendpoint"
CONVERT = "ConvertAuthenticationScheme"


@router.post(f"{OF_ORGANIZATION}/endpoints")
async def create_service_endpoint(context: AnyContext, given: GivenEndpoint) -> JSONResponse:
    """POST _apis/serviceendpoint/endpoints."""
    if not given.references:
        raise errors.endpoint_without_project()
    first, *others = given.references
    with context.write() as call:
        for reference in given.references:
            call.require(CREATE_ENDPOINTS, _project(call, reference.project_id))
        made = endpoints.create_service_endpoint(
            call.session, call.organization, (first.project_id,), given.body(first), call.caller
        )
        endpoints.share_service_endpoint(call.session, call.organization, made.endpoint_id, others)
        body = _shown(call, first.project_id, made.endpoint_id)
    return JSONResponse(body)


@router.put(f"{OF_ORGANIZATION}/endpoints/{{endpoint_id}}")
async def update_service_endpoint(
    context: AnyContext, endpoint_id: str, given: GivenEndpoint, operation: str = ""
) -> JSONResponse:
    """PUT _apis/serviceendpoint/endpoints/{id}, also ?operation=ConvertAuthenticationScheme.

    Not seen live: the conversion, which Microsoft does not document.
    """
    if not given.references:
        raise errors.endpoint_without_project()
    with context.write() as call:
        place = (call.session, call.organization)
        for reference in given.references:
            call.require(ADMINISTER_ENDPOINT, _project(call, reference.project_id), endpoint_id)
            if operation == CONVERT:
                endpoint_conversions.convert_authentication_scheme(
                    *place, reference.project_id, endpoint_id, given.authorization.scheme
                )
                break
            endpoints.update_service_endpoint(
                *place, reference.project_id, endpoint_id, given.body(reference)
            )
        body = _shown(call, given.references[0].project_id, endpoint_id)
    return JSONResponse(body)


@router.patch(f"{OF_ORGANIZATION}/endpoints/{{endpoint_id}}")
async def share_service_endpoint(
    context: AnyContext, endpoint_id: str, given: list[GivenReference]
) -> Response:
    """PATCH _apis/serviceendpoint/endpoints/{id}: further projects."""
    wanted = references(given, "", "")
    with context.write() as call:
        for project_id in endpoints.get_projects(call.session, endpoint_id)[:1]:
            call.require(ADMINISTER_ENDPOINT, _project(call, project_id), endpoint_id)
        for reference in wanted:
            call.require(CREATE_ENDPOINTS, _project(call, reference.project_id))
        endpoints.share_service_endpoint(call.session, call.organization, endpoint_id, wanted)
    return Response(status_code=204)


@router.delete(f"{OF_ORGANIZATION}/endpoints/{{endpoint_id}}")
async def delete_service_endpoint(
    context: AnyContext, endpoint_id: str, project_ids: Annotated[str, Query(alias="projectIds")]
) -> Response:
    """DELETE _apis/serviceendpoint/endpoints/{id}?projectIds=: gone from these projects."""
    with context.write() as call:
        for project in _parted(project_ids):
            call.require(ADMINISTER_ENDPOINT, _project(call, project), endpoint_id)
        endpoints.delete_service_endpoint(call.session, call.organization, _parted(project_ids), endpoint_id)
    return Response(status_code=204)


@router.get(f"{OF_PROJECT}/endpoints")
async def get_service_endpoints(
    context: AnyContext,
    project: str,
    type: str = "",
    schemes: Annotated[str, Query(alias="authSchemes")] = "",
    ids: Annotated[str, Query(alias="endpointIds")] = "",
    names: Annotated[str, Query(alias="endpointNames")] = "",
) -> JSONResponse:
    """GET {project}/_apis/serviceendpoint/endpoints, or with endpointNames those of these names."""
    with context.read() as call:
        place = (call.session, call.organization, project)
        found = endpoints.get_service_endpoints(
            *place, type=type, schemes=_parted(schemes), endpoint_ids=_parted(ids)
        )
        named = [each for each in found if among(each.name, names)]
        bodies = endpoint_bodies(call, _project(call, project), named)
    return listed(bodies)


@router.get(f"{OF_PROJECT}/endpoints/{{endpoint_id}}")
async def get_service_endpoint_details(context: AnyContext, project: str, endpoint_id: str) -> JSONResponse:
    """GET {project}/_apis/serviceendpoint/endpoints/{id}; null for one that there is not."""
    with context.read() as call:
        found = endpoints.get_service_endpoint_details(call.session, call.organization, project, endpoint_id)
        bodies = endpoint_bodies(call, _project(call, project), [found] if found else [])
    return JSONResponse(bodies[0] if bodies else None)


@router.get(f"{OF_ORGANIZATION}/types")
async def get_service_endpoint_types(context: AnyContext, type: str = "", scheme: str = "") -> JSONResponse:
    """GET _apis/serviceendpoint/types: how each type signs in.

    Simplified: fields without texts, one data source.
    """
    with context.read():
        found = endpoint_types.get_service_endpoint_types(type, scheme)
    return listed([type_body(each) for each in found])


@router.get(f"{OF_PROJECT}/{{endpoint_id}}/executionhistory")
async def get_service_endpoint_execution_records(
    context: AnyContext,
    project: str,
    endpoint_id: str,
    top: Annotated[int, Query(ge=1, le=1000)] = 50,
    continuation_token: Annotated[Number, Query(alias="continuationToken")] = 0,
) -> JSONResponse:
    """GET {project}/_apis/serviceendpoint/{id}/executionhistory: which runs used it."""
    with context.read() as call:
        of = _project(call, project)
        endpoint = _present(call, project, endpoint_id)
        found = endpoint_executions.get_service_endpoint_execution_records(
            call.session, of, endpoint, top, continuation_token or None
        )
    more = str(found[-1].execution_id) if len(found) == top else None
    return listed([execution_body(endpoint.endpoint_id, each) for each in found], more)


@router.post(f"{OF_PROJECT}/endpointproxy")
async def execute_service_endpoint_request(
    context: AnyContext,
    project: str,
    given: GivenRequest,
    endpoint_id: Annotated[str, Query(alias="endpointId")],
) -> JSONResponse:
    """POST {project}/_apis/serviceendpoint/endpointproxy: does the connection sign in?

    Simplified: there is one data source, TestConnection, and a secret always gets in.
    """
    if given.data_source_details.data_source_name != endpoint_proxy.TEST_CONNECTION:
        raise errors.data_source_not_found(given.data_source_details.data_source_name)
    with context.read() as call:
        reason = endpoint_proxy.execute_service_endpoint_request(
            call.session, _present(call, project, endpoint_id)
        )
    status = "badRequest" if reason else "ok"
    return JSONResponse({"statusCode": status, "errorMessage": reason, "result": []})


def _parted(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split(",") if word)


def _project(call: Call, project_id: str) -> Project:
    return get_project(call.session, call.organization, project_id)


def _present(call: Call, project_id: str, endpoint_id: str) -> endpoints.ServiceEndpoint:
    found = endpoints.get_service_endpoint_details(call.session, call.organization, project_id, endpoint_id)
    if found is None:
        raise errors.endpoint_not_found(endpoint_id)
    return found


def _shown(call: Call, project_id: str, endpoint_id: str) -> dict[str, object]:
    return endpoint_body(call, _present(call, project_id, endpoint_id))
