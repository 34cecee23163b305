"""People, and the tenant that they are in."""

from fastapi import APIRouter
from starlette.responses import Response

from azdo_emulator.http.graph import bodies
from azdo_emulator.http.graph.call import AnyContext, Call
from azdo_emulator.http.graph.filters import flag, text
from azdo_emulator.http.graph.options import AnyOptions, Options
from azdo_emulator.http.route import Route
from azdo_emulator.model import Refused
from azdo_emulator.model.entra import directory, errors
from azdo_emulator.model.entra.directory import User
from azdo_emulator.model.entra.permissions import READ_USERS

router = APIRouter(route_class=Route, tags=["users"])

FIELDS = {
    "id": text("object_id"),
    "displayName": text("display_name"),
    "userPrincipalName": text("user_principal_name"),
    "mail": text("user_principal_name"),
    "mailNickname": text("mail_nickname"),
    "employeeId": text(),
    "accountEnabled": flag("TRUE"),
}


@router.get("/{version}/users")
async def list_users(context: AnyContext, options: AnyOptions) -> Response:
    """GET /users: a page of them.

    Simplified: a person's mail address is the user principal name, and every account is enabled.
    """
    with context.read() as call:
        call.require(READ_USERS)
        found = directory.list_users(
            call.session, options.where(FIELDS, "User"), options.after, options.limit
        )
        return options.page(call, "users", [_body(options, each) for each in found])


@router.get("/{version}/users/{id_or_name}")
async def get_user(context: AnyContext, id_or_name: str, options: AnyOptions) -> Response:
    """GET /users/{object id or user principal name}."""
    with context.read() as call:
        call.require(READ_USERS)
        found = directory.get_user(call.session, id_or_name)
        if found is None:
            raise errors.object_not_found(id_or_name)
        return _one(call, options, found)


@router.get("/{version}/users/{id_or_name}/manager")
async def get_manager(context: AnyContext, id_or_name: str) -> Response:
    """GET /users/{object id or user principal name}/manager, which the official plug-in asks of everybody.

    Simplified: nobody has a manager.
    """
    with context.read() as call:
        call.require(READ_USERS)
        raise errors.object_not_found("manager")


@router.get("/{version}/me")
async def get_me(context: AnyContext, options: AnyOptions) -> Response:
    """GET /me: the person who calls; an application is none."""
    with context.read() as call:
        found = directory.get_user(call.session, call.claims.object_id) if call.claims.by_person else None
        if found is None:
            words = "/me request is only valid with delegated authentication flow."
            raise Refused(400, "BadRequest", words)
        return _one(call, options, found)


@router.get("/{version}/organization")
async def list_organization(context: AnyContext, options: AnyOptions) -> Response:
    """GET /organization: the tenant.

    Simplified: everybody who is signed in may see it.
    """
    with context.read() as call:
        options.where({}, "Organization")
        tenant = directory.get_tenant(call.session, call.tenant_id)
        body = {
            "id": tenant.tenant_id,
            "displayName": tenant.display_name,
            "tenantType": "AAD",
            "verifiedDomains": [
                {
                    "name": tenant.default_domain,
                    "isDefault": True,
                    "isInitial": False,
                    "type": "Managed",
                }
            ],
        }
        return options.short(call, "organization", [body])


def _one(call: Call, options: Options, found: User) -> Response:
    return options.one(call, "users", _body(options, found))


def _body(options: Options, found: User) -> dict[str, object]:
    return bodies.user(found) | (bodies.selectable(found) if options.select else {})
