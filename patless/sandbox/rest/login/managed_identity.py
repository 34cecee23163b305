"""The endpoint from which a managed identity gets its tokens, in App Service's form."""

import time
from secrets import compare_digest
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse

from patless.sandbox.model import Refused
from patless.sandbox.model.entra import directory
from patless.sandbox.model.seed import TENANT
from patless.sandbox.rest.door import Door
from patless.sandbox.rest.route import Route
from patless.sandbox.rest.tokens import LIFETIME, Claims

router = APIRouter(route_class=Route, tags=["managed identity"])


@router.get("/msi/token")
async def get_token(
    request: Request, resource: str, x_identity_header: Annotated[str, Header()] = ""
) -> JSONResponse:
    """GET {IDENTITY_ENDPOINT}?api-version=2019-08-01&resource=: a token of the deployer."""
    door: Door = request.app.state.door
    if not compare_digest(x_identity_header, door.managed_identity_secret):
        raise Refused(403, "unauthorized_client", "The identity header is not this sandbox's own.")
    with door.cloud.read() as session:
        deployer = directory.get_deployer(session, TENANT)
    audience = resource.removesuffix("/.default")
    token = door.tokens.issue(Claims(deployer.object_id, deployer.tenant_id, audience, deployer.app_id))
    return JSONResponse(
        {
            "access_token": token,
            "expires_on": str(int(time.time()) + LIFETIME),
            "resource": audience,
            "token_type": "Bearer",
            "client_id": deployer.app_id,
        }
    )
