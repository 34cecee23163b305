"""One service behind the server: its routes, and every refusal in its own words."""

import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http.server import Server
from azdo_emulator.model import Refused

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Refusals:
    """How a service says no.

    answer: what was refused → the whole response. not_found: there is no such route. not_allowed: it has no
    such method. not_readable: the words of what is wrong with the request → what to answer.
    fault: the sandbox itself failed; the words say where, never with what values. failed, throttled, expired:
    what the service says where a fault was asked for: its own failure with a status, too many calls, and a
    token that has expired.
    """

    answer: Callable[[Refused], Response]
    not_found: Callable[[Request], Refused]
    not_allowed: Callable[[Request], Refused]
    not_readable: Callable[[Request, str], Refused]
    fault: Callable[[str], Refused]
    failed: Callable[[int], Refused]
    throttled: Refused
    expired: Refused


@dataclass(frozen=True)
class Service:
    """The application of one service, and how it says no."""

    name: str
    app: FastAPI
    refusals: Refusals

    @property
    def routes(self) -> list[APIRoute]:
        """Its calls."""
        return [route for route in self.app.router.routes if isinstance(route, APIRoute)]


def service(name: str, server: Server, routers: Sequence[APIRouter], refusals: Refusals) -> Service:
    """A service with these routes."""
    app = FastAPI(title=f"Patless sandbox: {name}", openapi_url=None, redirect_slashes=False)
    app.state.server = server
    for router in routers:
        # Not include_router, which would match the paths by expressions of its own.
        app.router.routes.extend(router.routes)

    def handle(kind: type[Exception], answer: Callable[[Request, Any], Refused]) -> None:
        async def handler(request: Request, error: Exception) -> Response:
            return refusals.answer(answer(request, error))

        app.add_exception_handler(kind, handler)

    handle(Refused, lambda _, refused: refused)
    handle(HTTPException, lambda request, error: _told(refusals, request, error))
    handle(RequestValidationError, lambda request, error: refusals.not_readable(request, _words(error)))
    # What JSON can hold and the cloud's file cannot: it refuses the value, and so the whole call.
    handle(OverflowError, lambda request, _: refusals.not_readable(request, "A number in it is too large."))
    handle(UnicodeEncodeError, lambda request, _: refusals.not_readable(request, "A text in it is no text."))
    handle(EmulatorError, lambda _, error: refusals.fault(error.what))
    handle(Exception, lambda _, error: refusals.fault(_place(error)))
    return Service(name, app, refusals)


def _told(refusals: Refusals, request: Request, error: HTTPException) -> Refused:
    if error.status_code == 404:
        return refusals.not_found(request)
    if error.status_code == 405:
        return refusals.not_allowed(request)
    return refusals.not_readable(request, str(error.detail))


def _words(error: RequestValidationError) -> str:
    # Where it is wrong and why, and never the value, which may be a secret.
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _place(error: Exception) -> str:
    # The words of an unforeseen error may quote a value as well.
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    last = (ours or frames)[-1]
    place = f"{type(error).__name__} in {last.name}, line {last.lineno} of {Path(last.filename).name}"
    sys.stderr.write(f"sandbox: {place}\n")
    return f"the sandbox has a fault: {place}; please report it"
