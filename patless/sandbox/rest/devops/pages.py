"""Lists as Azure DevOps gives them, and their pages."""

import base64
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import JSONResponse

from patless.sandbox.model.devops import errors

CONTINUATION = "X-MS-ContinuationToken"

Continuation = Annotated[str, Query(alias="continuationToken")]
"""What the page before said; opaque to clients, the key of its last entry here."""


def listed(values: Sequence[Any], more: str | None = None) -> JSONResponse:
    """A list; more: what to come back with for the next page."""
    return JSONResponse(
        {"count": len(values), "value": values}, headers={CONTINUATION: more} if more else None
    )


def among(value: str | int, wanted: str) -> bool:
    """Whether a parameter with commas names this value, in any case; an empty one names everything."""
    return not wanted or str(value).lower() in wanted.lower().split(",")


def token(key: str) -> str:
    """The token of what comes behind this key."""
    return base64.urlsafe_b64encode(key.encode()).decode()


def key(token: str) -> str:
    """The key that a token stands for; nothing where a list begins."""
    try:
        return base64.b64decode(token, "-_", validate=True).decode()
    except ValueError as error:
        raise errors.continuation_token_not_valid() from error
