"""Lists as Azure DevOps gives them, and their pages."""

from typing import Any

from starlette.responses import JSONResponse

CONTINUATION = "X-MS-ContinuationToken"


def listed(values: list[dict[str, Any]], more: str | None = None) -> JSONResponse:
    """A list; more: what to come back with for the next page."""
    return JSONResponse(
        {"count": len(values), "value": values}, headers={CONTINUATION: more} if more else None
    )
