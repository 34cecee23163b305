"""How Entra's token service says no."""

import uuid
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.service import Refusals
from azdo_emulator.model import Refused


def answer(refused: Refused) -> Response:
    """The whole answer; the code is OAuth's, the message begins with Entra's own number."""
    body: dict[str, Any] = {"error": refused.code, "error_description": refused.message}
    number = refused.message.partition(":")[0].removeprefix("AADSTS")
    if number.isdecimal():
        trace, now = str(uuid.uuid4()), datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
        time = now.replace("+00:00", "Z")
        traced = f"Trace ID: {trace} Correlation ID: {trace} Timestamp: {time}"
        body |= {
            "error_description": f"{refused.message} {traced}",
            "error_codes": [int(number)],
            "timestamp": time,
            "trace_id": trace,
            "correlation_id": trace,
            "error_uri": f"https://login.microsoftonline.com/error?code={number}",
        }
    return JSONResponse(body, refused.status)


def _unreadable(request: Request, words: str) -> Refused:
    return Refused(400, "invalid_request", f"AADSTS900144: The request is not valid. {words}")


REFUSALS = Refusals(
    answer=answer,
    not_found=lambda request: Refused(
        404, "invalid_request", f"AADSTS90002: Nothing is at '{request.url.path}'."
    ),
    not_allowed=lambda request: Refused(
        405, "invalid_request", f"AADSTS900561: The endpoint does not accept {request.method} requests."
    ),
    not_readable=_unreadable,
    fault=lambda words: Refused(500, "server_error", words),
    failed=lambda status: Refused(
        status, "temporarily_unavailable", "AADSTS90033: A transient error has occurred. Please try again."
    ),
    throttled=Refused(
        429, "temporarily_unavailable", "AADSTS90055: There have been too many requests. Try again later."
    ),
    expired=Refused(
        401, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range."
    ),
)
