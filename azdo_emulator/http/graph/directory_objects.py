"""Objects of the directory, of whatever kind."""

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext
from azdo_emulator.http.graph.options import AnyOptions
from azdo_emulator.http.graph.references import objects
from azdo_emulator.http.route import Route
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.entra.permissions import READ_APPLICATIONS, READ_GROUPS, READ_USERS

router = APIRouter(route_class=Route, tags=["directory objects"])

READ = {
    "application": READ_APPLICATIONS,
    "group": READ_GROUPS,
    "servicePrincipal": READ_APPLICATIONS,
    "user": READ_USERS,
}
MOST = 1000


class Ids(Body):
    """Object ids, and of which kinds the objects are to be; all, if nothing is said."""

    ids: list[str] = Field(max_length=MOST)
    types: list[str] | None = None


@router.get("/{version}/directoryObjects/{object_id}")
async def get_directory_object(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /directoryObjects/{object id}."""
    with context.read() as call:
        found = directory.get_directory_object(call.session, object_id)
        if found is None:
            raise errors.object_not_found(object_id)
        call.require(READ[found.kind])
        body = bodies.directory_object(call, found.kind, found.object_id)
        return options.one(call, "directoryObjects", body)


@router.post("/{version}/directoryObjects/getByIds")
async def get_by_ids(context: AnyContext, body: Ids) -> Response:
    """POST /directoryObjects/getByIds: those of the objects that there are."""
    with context.read() as call:
        for right in (READ[kind] for kind in READ if kind in (body.types or READ)):
            call.require(right)
        kinds = {f"#microsoft.graph.{kind}" for kind in body.types or READ}
        found = [one for one in objects(call, body.ids) if one["@odata.type"] in kinds]
    return JSONResponse({"@odata.context": f"{call.url}/$metadata#directoryObjects", "value": found})
