"""The endpoints from which a program on a machine of the subscription gets the tokens of a managed identity.

The machine is the one that the server is on: every managed identity is assigned to it, and the deployer
does not have to be named.
"""

import time
from secrets import compare_digest
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import JSONResponse

from azdo_emulator.http.login.issuing import issue
from azdo_emulator.http.route import Route
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import LIFETIME
from azdo_emulator.model import Refused, Session
from azdo_emulator.model.azure.identities import find_user_assigned_identity
from azdo_emulator.model.entra import directory
from azdo_emulator.model.seed import TENANT

router = APIRouter(route_class=Route, tags=["managed identity"])

ClientId = Annotated[str, Query()]
ObjectId = Annotated[str, Query()]


@router.get("/msi/token")
async def get_token(
    request: Request,
    resource: str,
    client_id: ClientId = "",
    object_id: ObjectId = "",
    mi_res_id: str = "",
    x_identity_header: Annotated[str, Header()] = "",
) -> JSONResponse:
    """GET {IDENTITY_ENDPOINT}?api-version=2019-08-01&resource=: App Service's form.

    Simplified: every managed identity is assigned here; who names none gets a token of the deployer.
    """
    server: Server = request.app.state.server
    if not compare_digest(x_identity_header.encode(), server.tokens.identity_header.encode()):
        raise Refused(403, "unauthorized_client", "The identity header is not this sandbox's own.")
    with server.cloud.read() as session:
        whose = _identity(session, client_id, object_id, mi_res_id)
        if whose is None:
            words = (
                "No User Assigned or Delegated Managed Identity found for specified "
                "ClientId/ResourceId/PrincipalId."
            )
            return JSONResponse({"statusCode": 400, "message": words}, 400)
        return JSONResponse(_body(server, session, *whose, resource))


@router.get("/metadata/identity/oauth2/token")
async def get_machine_token(
    request: Request,
    resource: str,
    client_id: ClientId = "",
    object_id: ObjectId = "",
    msi_res_id: str = "",
    metadata: Annotated[str, Header()] = "",
) -> JSONResponse:
    """GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=: a virtual machine's form.

    Simplified: every managed identity is assigned here; who names none gets a token of the deployer.
    """
    server: Server = request.app.state.server
    if metadata.lower() != "true":
        raise Refused(400, "invalid_request", "Required metadata header not specified")
    with server.cloud.read() as session:
        whose = _identity(session, client_id, object_id, msi_res_id)
        if whose is None:
            raise Refused(400, "invalid_request", "Identity not found")
        body = _body(server, session, *whose, resource)
    return JSONResponse(body | {"expires_in": str(LIFETIME), "ext_expires_in": str(LIFETIME)})


def _identity(session: Session, client_id: str, object_id: str, resource_id: str) -> tuple[str, str] | None:
    """The object id and the client id of whom the program names."""
    deployer = directory.get_deployer(session, TENANT)
    if not (client_id or object_id or resource_id) or deployer.app_id == client_id.lower():
        return deployer.object_id, deployer.app_id
    found = find_user_assigned_identity(session, client_id=client_id, principal_id=object_id, id=resource_id)
    return (found.principal_id, found.client_id) if found else None


def _body(server: Server, session: Session, object_id: str, app_id: str, resource: str) -> dict[str, str]:
    audience = resource.removesuffix("/.default")
    return {
        "access_token": issue(server, session, TENANT, object_id, app_id, audience),
        "expires_on": str(int(time.time()) + LIFETIME),
        "resource": audience,
        "token_type": "Bearer",
        "client_id": app_id,
    }
