"""References between objects of the directory: who owns what, who is in a group."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext, Call, Identified, referenced
from azdo_emulator.http.graph.filters import text
from azdo_emulator.http.graph.options import AnyOptions, Options
from azdo_emulator.http.route import Route
from azdo_emulator.model import Session
from azdo_emulator.model.conditions import Condition
from azdo_emulator.model.entra import directory, owners
from azdo_emulator.model.entra.permissions import Right


class Reference(Body):
    """An object, by the address of it."""

    odata_id: str = Field(alias="@odata.id")


def objects(call: Call, object_ids: list[str]) -> list[dict[str, Any]]:
    """What the objects with these ids are."""
    found = (directory.get_directory_object(call.session, object_id) for object_id in object_ids)
    return [bodies.directory_object(call, one.kind, one.object_id) for one in found if one]


def by_id(options: Options, column: str) -> Condition:
    """Which references are asked for: by the id of an object, which is in this column."""
    return options.where({"id": text(column)}, "DirectoryObject")


def owner_routes(
    collection: str, read: Right, write: Right, get: Callable[[Session, str], Identified]
) -> APIRouter:
    """The owners of the objects of a collection; get: refuses where there is no such object."""
    made = APIRouter(route_class=Route, tags=["owners"])
    path = f"/{{version}}/{collection}/{{object_id}}/owners"

    @made.get(path)
    async def list_owners(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
        """GET owners: people and service principals, with everything of each."""
        with context.read() as call:
            call.require(read)
            found = call.seen(get(call.session, object_id))
            ids = owners.list_owners(
                call.session, found.object_id, by_id(options, "owner_id"), options.after, options.limit
            )
            return options.page(call, "directoryObjects", objects(call, ids))

    @made.post(f"{path}/$ref")
    async def add_owner(context: AnyContext, object_id: str, body: Reference) -> Response:
        """POST owners/$ref."""
        with context.write() as call:
            found = call.seen(get(call.session, object_id))
            call.require(write, found.object_id)
            owners.add_owner(call.session, found.object_id, referenced(body.odata_id))
        return Response(status_code=204)

    @made.delete(f"{path}/{{owner_id}}/$ref")
    async def remove_owner(context: AnyContext, object_id: str, owner_id: str) -> Response:
        """DELETE owners/{object id}/$ref."""
        with context.write() as call:
            found = call.seen(get(call.session, object_id))
            call.require(write, found.object_id)
            owners.remove_owner(call.session, found.object_id, owner_id)
        return Response(status_code=204)

    return made
