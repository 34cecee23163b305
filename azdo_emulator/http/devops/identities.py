"""Identities, as the older services know everybody: looking for them, and who is in a group or a team."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.groups import project_of
from azdo_emulator.http.devops.identity_bodies import identity_body
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import ids
from azdo_emulator.model.devops import errors, graph, identities, memberships, projects
from azdo_emulator.model.devops.graph import GraphSubject
from azdo_emulator.model.devops.identities import identity_descriptor
from azdo_emulator.model.devops.permissions import MANAGE_MEMBERSHIP
from azdo_emulator.model.devops.projects import Project

router = APIRouter(route_class=DevOpsRoute, tags=["ims"])

PATH = "/{organization}/_apis/identities"
QueryMembership = Annotated[
    str,
    Query(alias="queryMembership", pattern="(?i)^(none|direct|expanded|expandedup|expandeddown)$"),
]
Listed = Annotated[str, Query()]
"""Several, with commas between them."""


@router.get(PATH)
async def read_identities(
    context: AnyContext,
    descriptors: Listed = "",
    identity_ids: Annotated[str, Query(alias="identityIds")] = "",
    subject_descriptors: Annotated[str, Query(alias="subjectDescriptors")] = "",
    search_filter: Annotated[str, Query(alias="searchFilter")] = "",
    filter_value: Annotated[str, Query(alias="filterValue")] = "",
    query_membership: QueryMembership = "None",
) -> JSONResponse:
    """GET _apis/identities: by identity descriptors, subject descriptors, ids, or a search.

    Not seen live: what stands for one whom the organisation does not know; here nothing does.
    """
    with context.read() as call:
        place = (call.session, call.organization)
        if descriptors:
            found = identities.read_identities_by_descriptor(*place, _parted(descriptors))
        elif subject_descriptors:
            found = graph.lookup_subjects(*place, _parted(subject_descriptors))
        elif identity_ids:
            found = identities.read_identities_by_id(*place, _parted(identity_ids))
        else:
            found = identities.search_identities(*place, search_filter, filter_value)
        return listed([_body(call, subject, query_membership) for subject in found])


@router.get("/{organization}/_apis/groups")
async def list_groups(
    context: AnyContext, scope_ids: Annotated[str, Query(alias="scopeIds")] = ""
) -> JSONResponse:
    """GET _apis/groups: those of projects, or the organisation's own."""
    with context.read() as call:
        scopes: list[Project | None] = [
            projects.get_project(call.session, call.organization, id) for id in _parted(scope_ids)
        ]
        return listed(
            [
                identity_body(call, subject)
                for scope in scopes or [None]
                for subject in identities.list_groups(call.session, call.organization, scope)
            ]
        )


@router.get(PATH + "/{identity_id}")
async def read_identity(
    context: AnyContext, identity_id: str, query_membership: QueryMembership = "None"
) -> JSONResponse:
    """GET _apis/identities/{id}."""
    with context.read() as call:
        return JSONResponse(_body(call, _one(call, identity_id), query_membership))


@router.get(PATH + "/{container}/members")
async def read_members(
    context: AnyContext, container: str, query_membership: QueryMembership = "Direct"
) -> JSONResponse:
    """GET _apis/identities/{container}/members: identity descriptors."""
    with context.read() as call:
        found = identities.memberships_of(call.session, _one(call, container), query_membership)
        return listed([identity_descriptor(call.organization, member) for member in found.members])


@router.get(PATH + "/{container}/members/{member}")
async def read_member(context: AnyContext, container: str, member: str) -> JSONResponse:
    """GET _apis/identities/{container}/members/{member}: an identity descriptor, or null."""
    with context.read() as call:
        outer, inner = _one(call, container), _one(call, member)
        present = memberships.check_membership_existence(
            call.session, call.organization, inner.descriptor, outer.descriptor
        )
        return JSONResponse(identity_descriptor(call.organization, inner) if present else None)


@router.put(PATH + "/{container}/members/{member}")
async def add_member(context: AnyContext, container: str, member: str) -> JSONResponse:
    """PUT _apis/identities/{container}/members/{member}: whether they were not in before."""
    with context.write() as call:
        outer, inner = _one(call, container), _one(call, member)
        call.require(MANAGE_MEMBERSHIP, project_of(call, outer.descriptor))
        place = (call.session, call.organization, inner.descriptor, outer.descriptor)
        present = memberships.check_membership_existence(*place)
        memberships.add_membership(*place)
    return JSONResponse(not present)


@router.delete(PATH + "/{container}/members/{member}")
async def remove_member(context: AnyContext, container: str, member: str) -> JSONResponse:
    """DELETE _apis/identities/{container}/members/{member}: whether they were in."""
    with context.write() as call:
        outer, inner = _one(call, container), _one(call, member)
        call.require(MANAGE_MEMBERSHIP, project_of(call, outer.descriptor))
        place = (call.session, call.organization, inner.descriptor, outer.descriptor)
        present = memberships.check_membership_existence(*place)
        if present:
            memberships.remove_membership(*place)
    return JSONResponse(present)


@router.get(PATH + "/{member}/membersof")
async def read_members_of(
    context: AnyContext, member: str, query_membership: QueryMembership = "Direct"
) -> JSONResponse:
    """GET _apis/identities/{member}/membersOf: the identity descriptors of the groups above.

    Not seen live: the path, which Microsoft's clients build from what discovery says.
    """
    with context.read() as call:
        upwards = {"expanded": "ExpandedUp"}.get(query_membership.lower(), query_membership)
        found = identities.memberships_of(call.session, _one(call, member), upwards)
        return listed([identity_descriptor(call.organization, group) for group in found.member_of])


def _one(call: Call, identity_id: str) -> GraphSubject:
    place = (call.session, call.organization)
    if ids.DESCRIPTOR.fullmatch(identity_id):
        found = graph.lookup_subjects(*place, [identity_id])
    elif ";" in identity_id:
        found = identities.read_identities_by_descriptor(*place, [identity_id])
    else:
        found = identities.read_identities_by_id(*place, [identity_id])
    if not found:
        raise errors.identity_not_found(identity_id)
    return found[0]


def _body(call: Call, subject: GraphSubject, query_membership: str) -> dict[str, object]:
    return identity_body(call, subject, identities.memberships_of(call.session, subject, query_membership))


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
