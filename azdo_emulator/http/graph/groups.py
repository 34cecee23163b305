"""Security groups, and who is in them."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext, referenced
from azdo_emulator.http.graph.filters import flag, text
from azdo_emulator.http.graph.options import AnyOptions
from azdo_emulator.http.graph.references import Reference, by_id, objects, owner_routes
from azdo_emulator.http.route import Route
from azdo_emulator.model import Refused
from azdo_emulator.model.entra import errors, groups, owners
from azdo_emulator.model.entra.groups import DirectoryGroup
from azdo_emulator.model.entra.permissions import CREATE_GROUPS, READ_GROUPS, WRITE_GROUPS

router = APIRouter(route_class=Route, tags=["groups"])
owners_router = owner_routes("groups", READ_GROUPS, WRITE_GROUPS, groups.get_group)

FIELDS = {
    "id": text("object_id"),
    "displayName": text("display_name"),
    "mailNickname": text("mail_nickname"),
    "mailEnabled": flag("FALSE"),
    "securityEnabled": flag("TRUE"),
}
KEPT = ("display_name", "mail_nickname", "description")
MEMBERS = "/{version}/groups/{object_id}/members"


class GroupBody(Body):
    """What the sandbox keeps of a group, and what it has to be."""

    display_name: str | None = Field(None, max_length=256)
    mail_nickname: str | None = Field(None, max_length=64)
    description: str | None = Field(None, max_length=1024)
    mail_enabled: bool | None = None
    security_enabled: bool | None = None
    group_types: list[str] | None = None
    owners: list[str] = Field([], alias="owners@odata.bind")
    members: list[str] = Field([], alias="members@odata.bind")

    def over(self, present: DirectoryGroup | None) -> dict[str, Any]:
        """What the group becomes, or what a new one is."""
        if self.mail_enabled or self.group_types or self.security_enabled is False:
            words = "This is a Patless sandbox; its groups are security groups."
            raise Refused(400, "Request_BadRequest", words)
        said = self.model_dump(exclude_unset=True, include=set(KEPT))
        becomes = {name: getattr(present, name, "") for name in KEPT}
        becomes |= {name: value or "" for name, value in said.items()}
        for name in ("display_name", "mail_nickname"):
            if not becomes[name]:
                raise errors.value_required(to_camel(name), "Group")
        return becomes


@router.get("/{version}/groups")
async def list_groups(context: AnyContext, options: AnyOptions) -> Response:
    """GET /groups: a page of them."""
    with context.read() as call:
        call.require(READ_GROUPS)
        found = groups.list_groups(call.session, options.where(FIELDS, "Group"), options.after, options.limit)
        return options.page(call, "groups", [bodies.group(each) for each in found])


@router.post("/{version}/groups")
async def create_group(context: AnyContext, body: GroupBody, options: AnyOptions) -> Response:
    """POST /groups: its owners are those of the body, or else the person who makes it.

    Simplified: security groups alone; name, nickname and description are kept, and nothing else of the body.
    """
    with context.write() as call:
        call.require(CREATE_GROUPS)
        made = groups.create_group(call.session, call.tenant_id, **body.over(None))
        if body.owners or call.claims.by_person:
            owners.set_owners(call.session, made.object_id, call.bound(body.owners))
        for address in body.members:
            groups.add_group_member(call.session, made.object_id, referenced(address))
        return options.one(call, "groups", bodies.group(made), 201)


@router.get("/{version}/groups/{object_id}")
async def get_group(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /groups/{object id}."""
    with context.read() as call:
        call.require(READ_GROUPS)
        return options.one(call, "groups", bodies.group(call.seen(groups.get_group(call.session, object_id))))


@router.patch("/{version}/groups/{object_id}")
async def update_group(context: AnyContext, object_id: str, body: GroupBody) -> Response:
    """PATCH /groups/{object id}: what is not in the body stays."""
    with context.write() as call:
        present = call.seen(groups.get_group(call.session, object_id))
        call.require(WRITE_GROUPS, present.object_id)
        groups.update_group(call.session, present.object_id, **body.over(present))
    return Response(status_code=204)


@router.delete("/{version}/groups/{object_id}")
async def delete_group(context: AnyContext, object_id: str) -> Response:
    """DELETE /groups/{object id}.

    Simplified: it is gone at once, as security groups are, and Azure DevOps still knows it.
    """
    with context.write() as call:
        present = call.seen(groups.get_group(call.session, object_id))
        call.require(WRITE_GROUPS, present.object_id)
        groups.delete_group(call.session, present.object_id)
    return Response(status_code=204)


@router.get(MEMBERS)
async def list_members(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /groups/{object id}/members: people, service principals and groups, with everything of each."""
    with context.read() as call:
        call.require(READ_GROUPS)
        group = call.seen(groups.get_group(call.session, object_id))
        where = by_id(options, "member_id")
        ids = groups.list_group_members(call.session, group.object_id, where, options.after, options.limit)
        return options.page(call, "directoryObjects", objects(call, ids))


@router.post(f"{MEMBERS}/$ref")
async def add_member(context: AnyContext, object_id: str, body: Reference) -> Response:
    """POST /groups/{object id}/members/$ref."""
    with context.write() as call:
        group = call.seen(groups.get_group(call.session, object_id))
        call.require(WRITE_GROUPS, group.object_id)
        groups.add_group_member(call.session, group.object_id, referenced(body.odata_id))
    return Response(status_code=204)


@router.delete(f"{MEMBERS}/{{member_id}}/$ref")
async def remove_member(context: AnyContext, object_id: str, member_id: str) -> Response:
    """DELETE /groups/{object id}/members/{object id}/$ref."""
    with context.write() as call:
        group = call.seen(groups.get_group(call.session, object_id))
        call.require(WRITE_GROUPS, group.object_id)
        groups.remove_group_member(call.session, group.object_id, member_id)
    return Response(status_code=204)


@router.get("/{version}/groups/{object_id}/memberOf")
async def list_member_of(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /groups/{object id}/memberOf: the groups that it is in.

    Simplified: administrative units, for which the official plug-in looks here, there are none.
    """
    with context.read() as call:
        call.require(READ_GROUPS)
        options.where({}, "DirectoryObject")
        group = call.seen(groups.get_group(call.session, object_id))
        ids = groups.list_member_of(call.session, group.object_id, options.after, options.limit)
        return options.page(call, "directoryObjects", objects(call, ids))
