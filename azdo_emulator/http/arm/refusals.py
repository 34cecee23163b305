"""How Azure Resource Manager says no: `azure-api.md` §3."""

from fastapi import Request
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.service import Refusals
from azdo_emulator.model import Refused


def answer(refused: Refused) -> Response:
    """The whole answer."""
    headers = {"WWW-Authenticate": f'Bearer error="{refused.code}"'} if refused.status == 401 else None
    return JSONResponse(
        {"error": {"code": refused.code, "message": refused.message}}, refused.status, headers
    )


def _not_found(request: Request) -> Refused:
    # Words not seen live.
    return Refused(404, "InvalidResourceType", f"No resource type has the path '{request.url.path}'.")


def _not_allowed(request: Request) -> Refused:
    return Refused(
        405, "HttpMethodNotAllowed", f"The HTTP method '{request.method}' is not supported at scope '/'."
    )


def _not_readable(request: Request, words: str) -> Refused:
    return Refused(400, "InvalidRequestContent", f"The request content was invalid: '{words}'.")


REFUSALS = Refusals(
    answer=answer,
    not_found=_not_found,
    not_allowed=_not_allowed,
    not_readable=_not_readable,
    fault=lambda words: Refused(500, "InternalServerError", words),
    failed=lambda status: Refused(status, "ServiceUnavailable", "The service is temporarily unavailable."),
    throttled=Refused(
        429, "SubscriptionRequestsThrottled", "Number of requests for the subscription exceeded the limit."
    ),
    expired=Refused(
        401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than now."
    ),
)
