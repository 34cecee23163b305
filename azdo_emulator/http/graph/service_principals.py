"""Service principals: what applications and managed identities are in the directory."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext
from azdo_emulator.http.graph.filters import flag, text, texts
from azdo_emulator.http.graph.options import AnyOptions
from azdo_emulator.http.graph.references import owner_routes
from azdo_emulator.http.route import Route
from azdo_emulator.model.conditions import equal
from azdo_emulator.model.entra import applications, directory, errors, owners
from azdo_emulator.model.entra.applications import ServicePrincipalDetails
from azdo_emulator.model.entra.permissions import READ_APPLICATIONS, WRITE_APPLICATIONS

router = APIRouter(route_class=Route, tags=["service principals"])
owners_router = owner_routes(
    "servicePrincipals", READ_APPLICATIONS, WRITE_APPLICATIONS, applications.get_service_principal
)

FIELDS = {
    "id": text("object_id"),
    "appId": text("app_id"),
    "displayName": text("display_name"),
    "accountEnabled": flag("account_enabled"),
    "servicePrincipalType": text("service_principal_type"),
    "tags": texts("tags"),
}
KEPT = ("account_enabled", "app_role_assignment_required", "description", "notes", "tags")


class ServicePrincipalBody(Body):
    """What the sandbox keeps of a service principal; the rest is as in a new one, whatever a caller sends."""

    app_id: str | None = None
    account_enabled: bool | None = None
    app_role_assignment_required: bool | None = None
    description: str | None = Field(None, max_length=1024)
    notes: str | None = None
    tags: list[str] | None = None
    owners: list[str] = Field([], alias="owners@odata.bind")

    def over(self, present: ServicePrincipalDetails) -> dict[str, Any]:
        """What the service principal becomes."""
        said = self.model_dump(exclude_unset=True, include=set(KEPT))
        empty = {"tags": [], "account_enabled": True, "app_role_assignment_required": False}
        return {name: getattr(present, name) for name in KEPT} | {
            name: empty.get(name, "") if value is None else value for name, value in said.items()
        }


@router.get("/{version}/servicePrincipals")
async def list_service_principals(context: AnyContext, options: AnyOptions) -> Response:
    """GET /servicePrincipals: a page of them, those of managed identities as well."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = applications.list_service_principals(
            call.session, options.where(FIELDS, "ServicePrincipal"), options.after, options.limit
        )
        return options.page(
            call, "servicePrincipals", [bodies.service_principal(call, each) for each in found]
        )


@router.post("/{version}/servicePrincipals")
async def create_service_principal(
    context: AnyContext, body: ServicePrincipalBody, options: AnyOptions
) -> Response:
    """POST /servicePrincipals: for an application of the tenant that the caller may change.

    Simplified: those of other tenants' applications cannot be made.
    """
    with context.write() as call:
        if not body.app_id:
            raise errors.value_required("appId", "ServicePrincipal")
        for application in applications.list_applications(call.session, equal("app_id", body.app_id)):
            call.require(WRITE_APPLICATIONS, application.object_id)
        made = directory.create_service_principal(call.session, body.app_id)
        present = applications.get_service_principal(call.session, made.object_id)
        changed = applications.update_service_principal(call.session, made.object_id, **body.over(present))
        owners.set_owners(call.session, made.object_id, call.bound(body.owners))
        return options.one(call, "servicePrincipals", bodies.service_principal(call, changed), 201)


@router.get("/{version}/servicePrincipals/{object_id}")
async def get_service_principal(context: AnyContext, object_id: str, options: AnyOptions) -> Response:
    """GET /servicePrincipals/{object id}."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = call.seen(applications.get_service_principal(call.session, object_id))
        return options.one(call, "servicePrincipals", bodies.service_principal(call, found))


@router.get("/{version}/servicePrincipals(appId='{app_id}')")
async def get_service_principal_by_app_id(context: AnyContext, app_id: str, options: AnyOptions) -> Response:
    """GET /servicePrincipals(appId='{client id}')."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        found = applications.list_service_principals(call.session, equal("app_id", app_id))
        if not found:
            raise errors.object_not_found(app_id)
        return options.one(call, "servicePrincipals", bodies.service_principal(call, found[0]))


@router.patch("/{version}/servicePrincipals/{object_id}")
async def update_service_principal(
    context: AnyContext, object_id: str, body: ServicePrincipalBody
) -> Response:
    """PATCH /servicePrincipals/{object id}: what is not in the body stays."""
    with context.write() as call:
        present = call.seen(applications.get_service_principal(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
        applications.update_service_principal(call.session, present.object_id, **body.over(present))
    return Response(status_code=204)


@router.delete("/{version}/servicePrincipals/{object_id}")
async def delete_service_principal(context: AnyContext, object_id: str) -> Response:
    """DELETE /servicePrincipals/{object id}; that of a managed identity stays.

    Simplified: it is gone at once, and cannot be restored.
    """
    with context.write() as call:
        present = call.seen(applications.get_service_principal(call.session, object_id))
        call.require(WRITE_APPLICATIONS, present.object_id)
        applications.delete_service_principal(call.session, present.object_id)
    return Response(status_code=204)
