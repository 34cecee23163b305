"""Discovery: what every client asks before its first call. `azure-api.md` §1.2."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyVisit
from azdo_emulator.http.devops.locations import AREAS, DEV, LOCATIONS, address, at_host
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.http.door import Door
from azdo_emulator.model import Refused


def router(host: str) -> APIRouter:
    """The discovery of one host."""
    made = APIRouter(route_class=DevOpsRoute, tags=["location"])

    @made.options("/{organization}/_apis")
    async def get_resource_locations(visit: AnyVisit) -> JSONResponse:
        """OPTIONS _apis: needs no sign-in."""
        everywhere = host == DEV and visit.door.discovery == "empty"
        return listed([location.body for location in (LOCATIONS if everywhere else at_host(host))])

    @made.get("/{organization}/_apis/resourceareas")
    async def get_resource_areas(visit: AnyVisit, request: Request) -> JSONResponse:
        """GET _apis/ResourceAreas: where each area is."""
        with visit.read():
            found = _areas(visit.door, visit.organization) if visit.door.discovery == "full" else []
        return listed(found)

    @made.get("/{organization}/_apis/resourceareas/{area_id}")
    async def get_resource_area(visit: AnyVisit, area_id: str) -> JSONResponse:
        """GET _apis/ResourceAreas/{id}: where one area is."""
        with visit.read():
            found = [a for a in _areas(visit.door, visit.organization) if a["id"] == area_id.lower()]
        if not found:
            # Not seen live.
            raise Refused(404, "ResourceAreaNotFoundException", f"The resource area {area_id} was not found.")
        return JSONResponse(found[0])

    return made


def _areas(door: Door, organization: str) -> list[dict[str, Any]]:
    return [
        {"id": id, "name": name, "locationUrl": f"{address(door, host, organization)}/"}
        for name, (id, host) in AREAS.items()
    ]
