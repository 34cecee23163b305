"""Where the services of this cloud are: what the official plug-ins ask first. `azure-api.md` §2.1."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from azdo_emulator.http.route import Route
from azdo_emulator.http.server import Server

router = APIRouter(route_class=Route, tags=["metadata"])


@router.get("/metadata/endpoints")
async def get_endpoints(request: Request) -> JSONResponse:
    """GET /metadata/endpoints: needs no sign-in."""
    server: Server = request.app.state.server
    body = {
        "name": "PatlessSandbox",
        "portal": f"{server.https}/",
        "authentication": {
            "loginEndpoint": server.https,
            "audiences": [server.resource_manager, "https://management.azure.com"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "graph": server.graph,
        "graphAudience": server.graph,
        "microsoftGraphResourceId": server.graph,
        "resourceManager": server.resource_manager,
        "batch": "",
        "media": "",
        "suffixes": {"storage": "core.sandbox", "keyVaultDns": "vault.sandbox"},
    }
    return JSONResponse(body)


@router.get("/{tenant}/v2.0/.well-known/openid-configuration")
async def get_openid_configuration(request: Request, tenant: str) -> JSONResponse:
    """GET /{tenant}/v2.0/.well-known/openid-configuration: needs no sign-in."""
    server: Server = request.app.state.server
    base = f"{server.https}/{tenant}/oauth2/v2.0"
    return JSONResponse(
        {
            "token_endpoint": f"{base}/token",
            "authorization_endpoint": f"{base}/authorize",
            "issuer": f"{server.https}/{tenant}/v2.0",
        }
    )
