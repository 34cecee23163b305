"""The token endpoint, where applications and managed identities sign in. `azure-api.md` §2.1 and §4."""

from datetime import UTC, datetime
from secrets import compare_digest
from typing import Annotated

import jwt
from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse

from azdo_emulator.http.login.issuing import issue
from azdo_emulator.http.route import Route
from azdo_emulator.http.server import Server
from azdo_emulator.http.tokens import LIFETIME
from azdo_emulator.model import Session
from azdo_emulator.model.entra import sign_in, sign_in_errors
from azdo_emulator.model.entra.applications import ServicePrincipalDetails

router = APIRouter(route_class=Route, tags=["token"])

WANTED = ("grant_type", "client_id", "scope")


@router.post("/{tenant}/oauth2/v2.0/token")
async def post_token(
    request: Request,
    tenant: str,
    grant_type: Annotated[str, Form()] = "",
    client_id: Annotated[str, Form()] = "",
    scope: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
    client_assertion: Annotated[str, Form()] = "",
) -> JSONResponse:
    """POST /{tenant}/oauth2/v2.0/token: a token for a secret or for an assertion of somebody who is trusted.

    Simplified: nobody checks by whom an assertion is signed, because its issuer is not asked; and people do
    not sign in here.
    """
    server: Server = request.app.state.server
    if tenant.lower() in ("common", "organizations"):
        raise sign_in_errors.tenant_not_named()
    for name, value in zip(WANTED, (grant_type, client_id, scope), strict=True):
        if not value:
            raise sign_in_errors.parameter_missing(name)
    if grant_type != "client_credentials":
        raise sign_in_errors.grant_not_supported(grant_type)
    if not scope.endswith("/.default"):
        raise sign_in_errors.scope_not_valid(scope)
    with server.cloud.read() as session:
        caller = sign_in.client(session, tenant, client_id)
        if client_assertion:
            _trusted(session, caller, client_assertion)
        elif client_secret:
            given = client_secret.encode()
            sign_in.by_password(
                session, caller, lambda key_id: compare_digest(server.tokens.secret(key_id).encode(), given)
            )
        else:
            raise sign_in_errors.nothing_shown()
        token = issue(
            server,
            session,
            caller.tenant_id,
            caller.object_id,
            caller.app_id,
            scope.removesuffix("/.default"),
        )
    return JSONResponse(
        {"token_type": "Bearer", "expires_in": LIFETIME, "ext_expires_in": LIFETIME, "access_token": token}
    )


def _trusted(session: Session, caller: ServicePrincipalDetails, assertion: str) -> None:
    try:
        said = jwt.decode(
            assertion,
            options={"verify_signature": False, "require": ["iss", "sub", "aud", "exp"]},
        )
        starts, ends = int(said.get("nbf", said.get("iat", 0))), int(said["exp"])
        issuer, subject, audience = str(said["iss"]), str(said["sub"]), said["aud"]
        when = [_time(moment) for moment in (starts, ends)]
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, OSError) as error:
        raise sign_in_errors.assertion_malformed() from error
    now = datetime.now(UTC)
    if not starts <= now.timestamp() < ends:
        raise sign_in_errors.assertion_expired(_time(now.timestamp()), *when)
    if issuer == caller.app_id:
        raise sign_in_errors.certificate_not_known(caller.app_id)
    audiences = audience if isinstance(audience, list) else [audience]
    sign_in.by_assertion(session, caller, issuer, subject, audiences[0] if len(audiences) == 1 else "")


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
