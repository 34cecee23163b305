"""Groups of the organisation and of its projects, and groups of Entra that it knows."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.graph_bodies import subject_body
from azdo_emulator.http.devops.graph_pages import Scope, SubjectTypes, page
from azdo_emulator.http.devops.pages import Continuation
from azdo_emulator.http.devops.patch import Change
from azdo_emulator.http.devops.people import GroupDescriptors
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors, graph, groups, memberships, projects
from azdo_emulator.model.devops.permissions import EDIT_ORGANIZATION, EDIT_PROJECT, MANAGE_MEMBERSHIP
from azdo_emulator.model.devops.projects import Project

router = APIRouter(route_class=DevOpsRoute, tags=["graph"])


class NewGroup(Body):
    """A group of Azure DevOps' own by name, or one of Entra by object id."""

    display_name: str = ""
    description: str | None = None
    origin_id: str = ""
    mail_address: str = ""


@router.get("/{organization}/_apis/graph/groups")
async def list_groups(
    context: AnyContext, continuation: Continuation = "", subject_types: SubjectTypes = "", scope: Scope = ""
) -> JSONResponse:
    """GET _apis/graph/groups: a page of 500 of the organisation with its projects, or of one project."""
    return page(context, "group", continuation, subject_types, scope)


@router.post("/{organization}/_apis/graph/groups")
async def create_group(
    context: AnyContext, body: NewGroup, scope: Scope = "", containers: GroupDescriptors = ""
) -> JSONResponse:
    """POST _apis/graph/groups: a new group, or a group of Entra that the organisation gets to know.

    Simplified: the directory has no mail addresses, so that none is found by one.
    """
    with context.write() as call:
        made = _make(call, body, scope)
        for container in filter(None, containers.split(",")):
            call.require(MANAGE_MEMBERSHIP, project_of(call, container))
            memberships.add_membership(call.session, call.organization, made.descriptor, container)
        answer = _body(call, made.descriptor)
    return JSONResponse(answer, 201, {"Location": answer["url"]})


@router.get("/{organization}/_apis/graph/groups/{descriptor}")
async def get_group(context: AnyContext, descriptor: str) -> JSONResponse:
    """GET _apis/graph/groups/{descriptor}."""
    with context.read() as call:
        return JSONResponse(_body(call, descriptor))


@router.patch("/{organization}/_apis/graph/groups/{descriptor}")
async def update_group(context: AnyContext, descriptor: str, body: list[Change]) -> JSONResponse:
    """PATCH _apis/graph/groups/{descriptor}: another display name or description."""
    given = {change.path.lower(): change.value for change in body if isinstance(change.value, str)}
    with context.write() as call:
        _require(call, project_of(call, descriptor))
        groups.update_group(
            call.session,
            call.organization,
            descriptor,
            name=given.get("/displayname"),
            description=given.get("/description"),
        )
        return JSONResponse(_body(call, descriptor))


@router.delete("/{organization}/_apis/graph/groups/{descriptor}")
async def delete_group(context: AnyContext, descriptor: str) -> Response:
    """DELETE _apis/graph/groups/{descriptor}."""
    with context.write() as call:
        _require(call, project_of(call, descriptor))
        groups.delete_group(call.session, call.organization, descriptor)
    return Response(status_code=204)


def project_of(call: Call, descriptor: str) -> Project | None:
    """The project of a group; nothing where it is the organisation's own."""
    found = groups.get_group(call.session, call.organization, descriptor).project_id
    return projects.get_project(call.session, call.organization, found) if found else None


def _require(call: Call, project: Project | None) -> None:
    call.require(EDIT_PROJECT if project else EDIT_ORGANIZATION, project)


def _make(call: Call, body: NewGroup, scope: str) -> groups.Group:
    if body.origin_id or body.mail_address:
        _require(call, None)
        return groups.create_group_origin_id(
            call.session, call.organization, body.origin_id or body.mail_address
        )
    if not body.display_name:
        raise errors.creation_context_not_valid()
    project = graph.get_scope(call.session, call.organization, scope) if scope else None
    _require(call, project)
    return groups.create_group(
        call.session, call.organization, project, body.display_name, body.description or ""
    )


def _body(call: Call, descriptor: str) -> dict[str, Any]:
    return subject_body(call, graph.get(call.session, call.organization, descriptor, "group"))
