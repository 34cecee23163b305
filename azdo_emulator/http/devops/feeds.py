"""Feeds of packages."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import feeds
from azdo_emulator.model.devops.feeds import Feed
from azdo_emulator.model.devops.projects import get_project

router = APIRouter(route_class=DevOpsRoute, tags=["packaging"])

FEEDS = "_apis/packaging/feeds"


@router.get(f"/{{organization}}/{FEEDS}")
async def get_feeds(context: AnyContext) -> JSONResponse:
    """GET _apis/packaging/feeds: those of the organisation and of all projects."""
    return _listed(context, "")


@router.get(f"/{{organization}}/{{project}}/{FEEDS}")
async def get_feeds_of_project(context: AnyContext, project: str) -> JSONResponse:
    """GET {project}/_apis/packaging/feeds."""
    return _listed(context, project)


@router.get(f"/{{organization}}/{FEEDS}/{{feed_id}}")
async def get_feed(context: AnyContext, feed_id: str) -> JSONResponse:
    """GET _apis/packaging/feeds/{id or name}."""
    return _shown(context, "", feed_id)


@router.get(f"/{{organization}}/{{project}}/{FEEDS}/{{feed_id}}")
async def get_feed_of_project(context: AnyContext, project: str, feed_id: str) -> JSONResponse:
    """GET {project}/_apis/packaging/feeds/{id or name}."""
    return _shown(context, project, feed_id)


def _listed(context: AnyContext, project: str) -> JSONResponse:
    with context.read() as call:
        of = get_project(call.session, call.organization, project) if project else None
        bodies = [_body(call, each) for each in feeds.get_feeds(call.session, call.organization, of)]
    return listed(bodies)


def _shown(context: AnyContext, project: str, feed_id: str) -> JSONResponse:
    with context.read() as call:
        of = get_project(call.session, call.organization, project) if project else None
        body = _body(call, feeds.get_feed(call.session, call.organization, of, feed_id))
    return JSONResponse(body)


def _body(call: Call, feed: Feed) -> dict[str, Any]:
    project = None
    if feed.project_id:
        found = get_project(call.session, call.organization, feed.project_id)
        project = {"id": found.project_id, "name": found.name, "visibility": found.visibility}
    return {
        "id": feed.feed_id,
        "name": feed.name,
        "description": feed.description,
        "url": f"{call.url}/{feed.project_id + '/' if feed.project_id else ''}{FEEDS}/{feed.feed_id}",
        "project": project,
        "upstreamEnabled": True,
        "capabilities": "defaultCapabilities",
    }
