"""Who is in which group."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.graph_bodies import link, membership_body, place
from azdo_emulator.http.devops.groups import project_of
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors, graph, memberships, subjects
from azdo_emulator.model.devops.permissions import MANAGE_MEMBERSHIP

router = APIRouter(route_class=DevOpsRoute, tags=["graph"])

PATH = "/{organization}/_apis/graph/memberships/{member}"


@router.get(PATH)
async def list_memberships(
    context: AnyContext,
    member: str,
    direction: Annotated[str, Query(pattern="(?i)^(unknown|up|down)$")] = "up",
    depth: Annotated[int, Query(ge=1, le=1)] = 1,
) -> JSONResponse:
    """GET _apis/graph/memberships/{descriptor}: one step up or down."""
    down = direction.lower() == "down"
    with context.read() as call:
        found = memberships.list_memberships(
            call.session, call.organization, member, "down" if down else "up"
        )
        return listed(
            [
                membership_body(call, other, member) if down else membership_body(call, member, other)
                for other in found
            ]
        )


@router.get(PATH + "/{container}")
async def get_membership(context: AnyContext, member: str, container: str) -> JSONResponse:
    """GET _apis/graph/memberships/{member}/{container}."""
    with context.read() as call:
        if not memberships.check_membership_existence(call.session, call.organization, member, container):
            raise errors.membership_not_found(member, container)
        return JSONResponse(membership_body(call, member, container))


@router.head(PATH + "/{container}")
async def check_membership_existence(context: AnyContext, member: str, container: str) -> Response:
    """HEAD _apis/graph/memberships/{member}/{container}: 200 or 404, and no body."""
    with context.read() as call:
        present = memberships.check_membership_existence(call.session, call.organization, member, container)
    return Response(status_code=200 if present else 404)


@router.put(PATH + "/{container}")
async def add_membership(context: AnyContext, member: str, container: str) -> JSONResponse:
    """PUT _apis/graph/memberships/{member}/{container}."""
    with context.write() as call:
        _require(call, container)
        memberships.add_membership(call.session, call.organization, member, container)
        return JSONResponse(membership_body(call, member, container), 201)


@router.delete(PATH + "/{container}")
async def remove_membership(context: AnyContext, member: str, container: str) -> Response:
    """DELETE _apis/graph/memberships/{member}/{container}."""
    with context.write() as call:
        _require(call, container)
        memberships.remove_membership(call.session, call.organization, member, container)
    return Response()


def _require(call: Call, container: str) -> None:
    subject = subjects.get_subject(call.session, call.organization, container)
    project = project_of(call, container) if subject.kind == "group" else None
    call.require(MANAGE_MEMBERSHIP, project)


@router.get("/{organization}/_apis/graph/membershipstates/{descriptor}")
async def get_membership_state(context: AnyContext, descriptor: str) -> JSONResponse:
    """GET _apis/graph/membershipstates/{descriptor}: whether they are still in Entra."""
    with context.read() as call:
        found = graph.get(call.session, call.organization, descriptor)
        links = {
            "self": link(call, "MembershipStates", descriptor),
            "member": link(call, place(descriptor), descriptor),
        }
    return JSONResponse({"active": not found.is_deleted_in_origin, "_links": links})
