"""Lists as Azure Resource Manager gives them, and their pages."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from starlette.responses import JSONResponse

from azdo_emulator.http.arm.call import Context

PAGE = 100
"""How many there are on a page. What the real ones hold differs by service."""


class Identified(Protocol):
    """Something with the id that lists go by."""

    @property
    def id(self) -> str:
        """Its id."""


Item = TypeVar("Item", bound=Identified)


def listed(
    context: Context, found: Sequence[Item], body: Callable[[Item], dict[str, Any]], page: int = PAGE
) -> JSONResponse:
    """A page of what was found, with the way to the next one if more was found than a page holds."""
    shown = found[:page]
    answer: dict[str, Any] = {"value": [body(item) for item in shown]}
    if len(found) > page:
        answer["nextLink"] = context.next_link(shown[-1].id)
    return JSONResponse(answer)
