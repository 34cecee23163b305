"""How the faults that were asked for happen to a request: one application for each kind."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from azdo_emulator.http.budget import Budget
from azdo_emulator.http.service import Service
from azdo_emulator.model.fault import Fault, Kind

PAGE = "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body></body></html>"


def answer(fault: Fault, service: Service, budget: Budget) -> ASGIApp:
    """The application that answers a request to which a fault happens."""
    if fault.kind is Kind.BUDGET:
        return _within(budget, int(fault.value or 200), service)
    return _ANSWERS[fault.kind](service, fault.value)


def _throttled(service: Service, value: str) -> Response:
    said = {
        "date": {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)},
        "milliseconds": {"Retry-After-Ms": "500", "X-Ms-Retry-After-Ms": "500"},
        "nonsense": {"Retry-After": "soon"},
        "": {},
    }
    response = service.refusals.answer(service.refusals.throttled)
    response.headers.update(said.get(value, {"Retry-After": value}))
    return response


def _slowed(service: Service, value: str) -> ASGIApp:
    return _adding(service.app, {"Retry-After": value or "1"})


def _within(budget: Budget, units: int, service: Service) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        left, wait, reset = budget.spend(Headers(scope=scope).get("authorization", ""), units)
        limits = {
            "X-RateLimit-Resource": f"{service.name}/calls",
            "X-RateLimit-Limit": str(units),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(int(time.time()) + reset),
        }
        if wait:
            await _adding(_throttled(service, str(wait)), limits)(scope, receive, send)
        elif left < units / 2:
            late = limits | {"X-RateLimit-Delay": "0.000", "Retry-After": "1"}
            await _adding(service.app, late)(scope, receive, send)
        else:
            await service.app(scope, receive, send)

    return app


def _unavailable(service: Service, value: str) -> ASGIApp:
    return service.refusals.answer(service.refusals.failed(int(value or 503)))


def _half_done(service: Service, value: str) -> ASGIApp:
    return _after(service.app, service.refusals.answer(service.refusals.failed(int(value or 500))))


def _reset(service: Service, value: str) -> ASGIApp:
    return _after(service.app, _break) if value == "after" else _break


def _stalled(service: Service, value: str) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(float(value or 60)):
                # Ends sooner where the caller loses patience.
                while (await receive())["type"] != "http.disconnect":
                    pass
        await _break(scope, receive, send)

    return app


def _truncated(service: Service, value: str) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def half(message: Message) -> None:
            if message["type"] == "http.response.body":
                body = message.get("body", b"")
                message = {**message, "body": body[: len(body) // 2], "more_body": True}
            await send(message)

        # The server breaks the connection of an answer that has no end.
        await service.app(scope, receive, half)

    return app


def _sign_in_page(service: Service, value: str) -> ASGIApp:
    return HTMLResponse(PAGE, 203)


def _expired(service: Service, value: str) -> ASGIApp:
    return service.refusals.answer(service.refusals.expired)


_ANSWERS: Mapping[Kind, Callable[[Service, str], ASGIApp]] = {
    Kind.THROTTLED: _throttled,
    Kind.SLOWED: _slowed,
    Kind.UNAVAILABLE: _unavailable,
    Kind.HALF_DONE: _half_done,
    Kind.RESET: _reset,
    Kind.STALLED: _stalled,
    Kind.TRUNCATED: _truncated,
    Kind.SIGN_IN_PAGE: _sign_in_page,
    Kind.EXPIRED: _expired,
}


async def _break(scope: Scope, receive: Receive, send: Any) -> None:
    # No part of ASGI breaks a connection, so this asks the server's own object behind `send`.
    send.__self__.transport.abort()


def _after(app: ASGIApp, answer: ASGIApp) -> ASGIApp:
    """Let the service do what it is asked, and answer something else."""

    async def unheard(message: Message) -> None:
        return

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, unheard)
        await answer(scope, receive, send)

    return both


def _adding(app: ASGIApp, headers: Mapping[str, str]) -> ASGIApp:
    async def added(scope: Scope, receive: Receive, send: Send) -> None:
        async def start(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await app(scope, receive, start)

    return added
