"""Teams of projects, and who is in them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.core import Skip, Top
from azdo_emulator.http.devops.identity_bodies import identity_body
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import graph, projects, subjects, teams
from azdo_emulator.model.devops.identities import memberships_of
from azdo_emulator.model.devops.permissions import EDIT_PROJECT
from azdo_emulator.model.devops.projects import Project
from azdo_emulator.model.devops.teams import Team

router = APIRouter(route_class=DevOpsRoute, tags=["core"])

TEAMS = "/{organization}/_apis/projects/{project}/teams"

Mine = Annotated[bool, Query(alias="$mine")]
ExpandIdentity = Annotated[bool, Query(alias="$expandIdentity")]


class GivenTeam(Body):
    """A team's name and description."""

    name: str | None = None
    description: str | None = None


class NewTeam(GivenTeam):
    """A new team."""

    name: str


@router.get("/{organization}/_apis/teams")
async def get_all_teams(
    context: AnyContext,
    mine: Mine = False,
    top: Top = 100,
    skip: Skip = 0,
    expand_identity: ExpandIdentity = False,
) -> JSONResponse:
    """GET _apis/teams: of all projects, or with $mine only those that the caller is in."""
    with context.read() as call:
        return _list(call, None, mine, top, skip, expand_identity)


@router.get(TEAMS)
async def get_teams(
    context: AnyContext,
    project: str,
    mine: Mine = False,
    top: Top = 100,
    skip: Skip = 0,
    expand_identity: ExpandIdentity = False,
) -> JSONResponse:
    """GET _apis/projects/{project}/teams: all, or with $mine only those that the caller is in."""
    with context.read() as call:
        return _list(call, _project(call, project), mine, top, skip, expand_identity)


@router.post(TEAMS)
async def create_team(context: AnyContext, project: str, given: NewTeam) -> JSONResponse:
    """POST _apis/projects/{project}/teams."""
    with context.write() as call:
        of = _project(call, project)
        call.require(EDIT_PROJECT, of)
        made = teams.create_team(call.session, call.organization, of, given.name, given.description or "")
        return JSONResponse(_body(call, made, expand_identity=True), 201)


@router.get(TEAMS + "/{team}")
async def get_team(
    context: AnyContext, project: str, team: str, expand_identity: ExpandIdentity = False
) -> JSONResponse:
    """GET _apis/projects/{project}/teams/{id or name}."""
    with context.read() as call:
        found = teams.get_team(call.session, _project(call, project), team)
        return JSONResponse(_body(call, found, expand_identity))


@router.patch(TEAMS + "/{team}")
async def update_team(context: AnyContext, project: str, team: str, given: GivenTeam) -> JSONResponse:
    """PATCH _apis/projects/{project}/teams/{id or name}."""
    with context.write() as call:
        of = _project(call, project)
        call.require(EDIT_PROJECT, of)
        changed = teams.update_team(
            call.session,
            call.organization,
            of,
            team,
            name=given.name,
            description=given.description,
        )
        return JSONResponse(_body(call, changed, expand_identity=True))


@router.delete(TEAMS + "/{team}")
async def delete_team(context: AnyContext, project: str, team: str) -> Response:
    """DELETE _apis/projects/{project}/teams/{id or name}."""
    with context.write() as call:
        of = _project(call, project)
        call.require(EDIT_PROJECT, of)
        teams.delete_team(call.session, call.organization, of, team)
    return Response(status_code=204)


@router.get(TEAMS + "/{team}/members")
async def get_team_members_with_extended_properties(
    context: AnyContext, project: str, team: str, top: Top = 100, skip: Skip = 0
) -> JSONResponse:
    """GET _apis/projects/{project}/teams/{id or name}/members.

    Simplified: nobody is told to be an administrator of the team.
    """
    with context.read() as call:
        found = teams.get_team(call.session, _project(call, project), team)
        group = subjects.get_subject(call.session, call.organization, found.descriptor)
        members = memberships_of(call.session, group, "Direct").members[skip : skip + top]
        return listed([{"identity": identity_ref(call, member.storage_key)} for member in members])


def _project(call: Call, id_or_name: str) -> Project:
    return projects.get_project(call.session, call.organization, id_or_name)


def _list(
    call: Call, project: Project | None, mine: bool, top: int, skip: int, expand_identity: bool
) -> JSONResponse:
    member = call.caller.storage_key if mine else None
    found = teams.get_teams(call.session, call.organization, project, member=member, top=top, skip=skip)
    return listed([_body(call, team, expand_identity) for team in found])


def _body(call: Call, team: Team, expand_identity: bool) -> dict[str, Any]:
    body = {
        "id": team.team_id,
        "name": team.name,
        "url": f"{call.url}/_apis/projects/{team.project_id}/teams/{team.team_id}",
        "description": team.description,
        "identityUrl": f"{call.identities_url}/_apis/Identities/{team.team_id}",
        "projectName": team.project_name,
        "projectId": team.project_id,
    }
    if expand_identity:
        group = graph.get(call.session, call.organization, team.descriptor)
        return body | {"identity": identity_body(call, group)}
    return body
