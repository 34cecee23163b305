"""The process behind the server: two listeners on loopback, until it is told to end."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http.certificate import Certificate, certificate_in
from azdo_emulator.http.front import front
from azdo_emulator.http.server import Discovery, Server
from azdo_emulator.http.tokens import Tokens, key_in
from azdo_emulator.model import open_seeded

LOOPBACK = "127.0.0.1"


class Listener(uvicorn.Server):
    """A listener that leaves the process's signals to `serve`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to capture."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """The end, a second from now at the latest.

        A client that has a connection over TLS open, and is busy with other things, would hold it up for half
        a minute.
        """
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


def serve(
    folder: Path,
    ports: tuple[int, int] = (0, 0),
    discovery: Discovery = "full",
    *,
    opened: Callable[[Server], None],
) -> None:
    """Answer over the cloud in `folder` until SIGINT or SIGTERM; a port of 0 is any free one.

    opened: told the server as soon as it takes requests.
    """
    with _listening(folder, ports, discovery) as (server, listeners, sockets):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: _end(listeners))
        opened(server)
        asyncio.run(_answer(listeners, sockets))


@contextmanager
def serving(folder: Path, discovery: Discovery = "full") -> Iterator[Server]:
    """A server that answers in a thread of this process, over the cloud in `folder`."""
    with _listening(folder, (0, 0), discovery) as (server, listeners, sockets):
        thread = threading.Thread(target=lambda: asyncio.run(_answer(listeners, sockets)))
        thread.start()
        try:
            yield server
        finally:
            _end(listeners)
            thread.join()


@contextmanager
def _listening(
    folder: Path, ports: tuple[int, int], discovery: Discovery
) -> Iterator[tuple[Server, list[Listener], list[socket.socket]]]:
    with ExitStack() as stack:
        # Requests that come before the first answer wait in the sockets, so that nobody has to ask twice.
        sockets = [stack.enter_context(_bound(port)) for port in ports]
        plain, secure = (one.getsockname()[1] for one in sockets)
        certificate = certificate_in(folder)
        cloud = stack.enter_context(open_seeded(folder))
        server = Server(
            cloud,
            Tokens(key_in(folder)),
            http=f"http://{LOOPBACK}:{plain}",
            https=f"https://localhost:{secure}",
            discovery=discovery,
        )
        app = front(server)
        yield server, [_listener(app), _listener(app, certificate)], sockets


async def _answer(listeners: list[Listener], sockets: list[socket.socket]) -> None:
    await asyncio.gather(*(listener.serve([one]) for listener, one in zip(listeners, sockets, strict=True)))


def _listener(app: ASGIApp, certificate: Certificate | None = None) -> Listener:
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    if certificate:
        config.ssl_certfile, config.ssl_keyfile = str(certificate.chain), str(certificate.key)
    return Listener(config)


def _end(listeners: list[Listener]) -> None:
    for listener in listeners:
        listener.should_exit = True


def _bound(port: int) -> socket.socket:
    # With the protocol named, asyncio turns off the delay that answers would otherwise have.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((LOOPBACK, port))
    except OSError as error:
        made.close()
        raise EmulatorError(
            f"port {port} of {LOOPBACK} cannot be used: {error.strerror}",
            "a port that no other program has",
            "name another one, or none for any that is free",
        ) from error
    made.listen(128)
    return made
