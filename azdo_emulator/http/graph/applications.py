"""Applications: they are registered here, and have no secret from here."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext
from azdo_emulator.http.graph.filters import text, texts
from azdo_emulator.http.graph.options import AnyOptions
from azdo_emulator.http.graph.references import owner_routes
from azdo_emulator.http.route import Route
from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import application_credentials, applications, directory, errors, owners
from azdo_emulator.model.entra.applications import ApplicationDetails
from azdo_emulator.model.entra.permissions import (
    CREATE_APPLICATIONS,
    READ_APPLICATIONS,
    WRITE_APPLICATIONS,
)

router = APIRouter(route_class=Route, tags=["applications"])
owners_router = owner_routes(
    "applications", READ_APPLICATIONS, WRITE_APPLICATIONS, applications.get_application
)

FIELDS = {
    "id": text("object_id"),
    "appId": text("app_id"),
    "displayName": text("display_name"),
    "applicationTemplateId": text(),
    "identifierUris": texts(),
    "tags": texts("tags"),
}
AUDIENCES = (
    "AzureADMyOrg",
    "AzureADMultipleOrgs",
    "AzureADandPersonalMicrosoftAccount",
    "PersonalMicrosoftAccount",
)


KEPT = ("display_name", "sign_in_audience", "description", "notes", "tags")


class ApplicationBody(Body):
    """What the sandbox keeps of an application; the rest is as in a new one, whatever a caller sends."""

    display_name: str | None = Field(None, max_length=256)
    sign_in_audience: str | None = None
    description: str | None = Field(None, max_length=1024)
    notes: str | None = None
    tags: list[str] | None = None
    owners: list[str] = Field([], alias="owners@odata.bind")

    def over(self, present: ApplicationDetails) -> dict[str, Any]:
        """What the application becomes."""
        said = self.model_dump(exclude_unset=True, include=set(KEPT))
        if said.get("display_name", "-") in (None, ""):
            raise errors.value_required("displayName", "Application")
        if said.get("sign_in_audience", AUDIENCES[0]) not in AUDIENCES:
            raise errors.value_not_valid("signInAudience", "Application")
        return {name: getattr(present, name) for name in KEPT} | {
            name: value or ([] if name == "tags" else "") for name, value in said.items()
        }


class PasswordKey(Body):
    """Which secret."""

    key_id: str


@router.get("/{version}/applications")
async def list_applications(context: AnyContext, options: AnyOptions) -> Response:
    """GET /applications: a page of them."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = applications.list_applications(
            call.session, options.where(FIELDS, "Application"), options.after, options.limit
        )
        return options.page(call, "applications", [bodies.application(call, each) for each in found])


@router.post("/{version}/applications")
async def create_application(context: AnyContext, body: ApplicationBody, options: AnyOptions) -> Response:
    """POST /applications: its owners are those of the body, or else the caller.

    Simplified: name, audience, description, notes and tags are kept, and nothing else of the body.
    """
    with context.write() as call:
        call.require(CREATE_APPLICATIONS)
        if not body.display_name:
            raise errors.value_required("displayName", "Application")
        made = directory.create_application(call.session, call.tenant_id, body.display_name)
        present = applications.get_application(call.session, made.object_id)
        changed = applications.update_application(call.session, made.object_id, **body.over(present))
        owners.set_owners(call.session, made.object_id, call.bound(body.owners))
        return options.one(call, "applications", bodies.application(call, changed), 201)


@router.get("/{version}/applications/{object_id}")
async def get_application(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /applications/{object id}."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = call.seen(applications.get_application(call.session, object_id))
        return options.one(call, "applications", bodies.application(call, found))


@router.get("/{version}/applications(appId='{app_id}')")
async def get_application_by_app_id(context: AnyContext, app_id: str, options: AnyOptions) -> Response:
    """GET /applications(appId='{client id}')."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = applications.list_applications(call.session, equal("app_id", app_id))
        if not found:
            raise errors.object_not_found(app_id)
        return options.one(call, "applications", bodies.application(call, found[0]))


@router.patch("/{version}/applications/{object_id}")
async def update_application(context: AnyContext, object_id: str, body: ApplicationBody) -> Response:
    """PATCH /applications/{object id}: what is not in the body stays.

    Simplified: name, audience, description, notes and tags are kept, and nothing else of the body.
    """
    with context.write() as call:
        present = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
        applications.update_application(call.session, present.object_id, **body.over(present))
    return Response(status_code=204)


@router.delete("/{version}/applications/{object_id}")
async def delete_application(context: AnyContext, object_id: str) -> Response:
    """DELETE /applications/{object id}, and its service principal.

    Simplified: it is gone at once, and cannot be restored.
    """
    with context.write() as call:
        present = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
        applications.delete_application(call.session, present.object_id)
    return Response(status_code=204)


@router.post("/{version}/applications/{object_id}/addPassword")
async def add_password(context: AnyContext, object_id: str) -> Response:
    """POST /applications/{object id}/addPassword: the sandbox's tenant has a policy that forbids it."""
    with context.read() as call:
        present = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
    raise errors.no_new_passwords()


@router.post("/{version}/applications/{object_id}/removePassword")
async def remove_password(context: AnyContext, object_id: str, body: PasswordKey) -> Response:
    """POST /applications/{object id}/removePassword."""
    with context.write() as call:
        present = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
        application_credentials.remove_password(call.session, present.object_id, body.key_id)
    return Response(status_code=204)
