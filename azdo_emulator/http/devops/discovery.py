"""Discovery: what every client asks before its first call. `azure-api.md` §1.2."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyContext
from azdo_emulator.http.devops.locations import AREAS, DEV, LOCATIONS, address, at_host
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.http.server import Server
from azdo_emulator.model import Refused


def router(host: str) -> APIRouter:
    """The discovery of one host."""
    made = APIRouter(route_class=DevOpsRoute, tags=["location"])

    @made.options("/{organization}/_apis")
    async def get_resource_locations(context: AnyContext) -> JSONResponse:
        """OPTIONS _apis: needs no sign-in."""
        everywhere = host == DEV and context.server.discovery == "empty"
        return listed([location.body for location in (LOCATIONS if everywhere else at_host(host))])

    @made.get("/{organization}/_apis/resourceareas")
    async def get_resource_areas(context: AnyContext, request: Request) -> JSONResponse:
        """GET _apis/ResourceAreas: where each area is."""
        with context.read():
            found = _areas(context.server, context.organization) if context.server.discovery == "full" else []
        return listed(found)

    @made.get("/{organization}/_apis/resourceareas/{area_id}")
    async def get_resource_area(context: AnyContext, area_id: str) -> JSONResponse:
        """GET _apis/ResourceAreas/{id}: where one area is."""
        with context.read():
            found = [a for a in _areas(context.server, context.organization) if a["id"] == area_id.lower()]
        if not found:
            # Not seen live.
            raise Refused(404, "ResourceAreaNotFoundException", f"The resource area {area_id} was not found.")
        return JSONResponse(found[0])

    return made


def _areas(server: Server, organization: str) -> list[dict[str, Any]]:
    return [
        {"id": id, "name": name, "locationUrl": f"{address(server, host, organization)}/"}
        for name, (id, host) in AREAS.items()
    ]
