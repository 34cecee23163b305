"""A route of Azure DevOps: its answers name the version that the caller asked for."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from starlette.responses import Response

from azdo_emulator.http.route import Route

VERSION = re.compile(r"api-version=([\w.-]+)")


class DevOpsRoute(Route):
    """A route whose path is below an organisation."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the version in the content type."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            response = await handle(request)
            asked = VERSION.search(request.headers.get("accept", "")) or VERSION.search(request.url.query)
            kind = response.headers.get("content-type", "")
            if kind.startswith("application/json"):
                version = f"; api-version={asked[1]}" if asked else ""
                response.headers["content-type"] = f"application/json; charset=utf-8{version}"
            return response

        return answer
