"""Lists as Azure DevOps gives them, and their pages."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import JSONResponse

from azdo_emulator.http import page_key
from azdo_emulator.model.devops import errors

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
    return page_key.sealed(key)


def key(token: str) -> str:
    """The key that a token stands for; nothing where a list begins."""
    try:
        return page_key.opened(token)
    except ValueError as error:
        raise errors.continuation_token_not_valid() from error
