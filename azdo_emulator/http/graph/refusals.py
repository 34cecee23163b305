"""How Microsoft Graph says no: `azure-api.md` §2.2."""

import uuid
from datetime import UTC, datetime

from fastapi import Request
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.service import Refusals
from azdo_emulator.model import Refused


def answer(refused: Refused) -> Response:
    """The whole answer."""
    request_id = str(uuid.uuid4())
    inner = {
        "date": datetime.now(UTC).isoformat(timespec="seconds").removesuffix("+00:00"),
        "request-id": request_id,
        "client-request-id": request_id,
    }
    error = {"code": refused.code, "message": refused.message, "innerError": inner}
    return JSONResponse({"error": error}, refused.status, {"request-id": request_id})


def _not_found(request: Request) -> Refused:
    segment = request.url.path.rstrip("/").rpartition("/")[2]
    return Refused(400, "BadRequest", f"Resource not found for the segment '{segment}'.")


def _not_allowed(request: Request) -> Refused:
    # Words not seen live.
    return Refused(405, "Request_BadRequest", f"{request.method} is not allowed here.")


def _not_readable(request: Request, words: str) -> Refused:
    # Words not seen live.
    return Refused(400, "Request_BadRequest", f"The request is not valid. {words}")


REFUSALS = Refusals(
    answer=answer,
    not_found=_not_found,
    not_allowed=_not_allowed,
    not_readable=_not_readable,
    fault=lambda words: Refused(500, "InternalServerError", words),
    failed=lambda status: Refused(
        status, "serviceNotAvailable", "The service is temporarily unavailable. Try again later."
    ),
    throttled=Refused(429, "TooManyRequests", "Too many requests."),
    expired=Refused(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."),
)
