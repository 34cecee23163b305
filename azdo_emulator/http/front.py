"""The front: which service a request is for, and what no service would even look at."""

import re
import sqlite3

from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http import arm, devops, faults, graph, login
from azdo_emulator.http.budget import Budget
from azdo_emulator.http.server import Server
from azdo_emulator.http.service import Service
from azdo_emulator.model import Refused
from azdo_emulator.model import faults as asked
from azdo_emulator.model.fault import Fault

LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
LARGEST_BODY = 1_000_000
"""Bytes; no call of Patless or of the plug-ins comes near."""


def services(server: Server) -> dict[str, Service]:
    """The services by the first part of a path: the host that each stands in for."""
    return {
        **devops.hosts(server),
        "graph.microsoft.com": graph.service(server),
        "management.azure.com": arm.service(server),
    }


def front(server: Server) -> ASGIApp:
    """The application of both listeners."""
    hosts, sign_in, organization = services(server), login.service(server), devops.root(server)
    budget = Budget()

    def find(scope: Scope) -> tuple[Service, Scope]:
        first = scope["path"].lstrip("/").partition("/")[0]
        if host := hosts.get(first.lower()):
            return host, {**scope, "root_path": f"/{first}"}
        return (sign_in if login.FIRST.fullmatch(first) else organization), scope

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        service, scope = find(scope)
        if refused := _not_for_us(Headers(scope=scope)):
            await service.refusals.answer(refused)(scope, receive, send)
            return
        await _app(server, service, scope, budget)(scope, _limited(receive), send)

    return answer


def _app(server: Server, service: Service, scope: Scope, budget: Budget) -> ASGIApp:
    try:
        fault = _due(server, service, scope)
    except (EmulatorError, sqlite3.Error):
        words = "the sandbox's cloud cannot be read; `patless sandbox reset` starts a new one"
        return service.refusals.answer(service.refusals.fault(words))
    return faults.answer(fault, service, budget) if fault else service.app


def _due(server: Server, service: Service, scope: Scope) -> Fault | None:
    """The fault that happens to this request; on a good day one short look."""
    with server.cloud.read() as session:
        if not asked.listed(session):
            return None
    call = next((route.name for route in service.routes if route.matches(scope)[0] is Match.FULL), "nothing")
    with server.cloud.write() as session:
        return asked.due(session, service.name, call)


def _not_for_us(headers: Headers) -> Refused | None:
    """A page of somebody else's that a browser here has open could send it, under a name of its own."""
    if not LOOPBACK.fullmatch(headers.get("host", "")):
        return Refused(421, "MisdirectedRequest", "This is a Patless sandbox; it answers on localhost only.")
    return None


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise HTTPException(413, f"the body has more than {LARGEST_BODY} bytes")
        return message

    return limited
