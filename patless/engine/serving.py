"""The life of the language host: from its port on stdout to the end of its engine."""

import asyncio
import os
import signal

import grpc.aio

from patless.engine.child import end_all
from patless.engine.language import Language
from patless.engine.stubs import language_pb2_grpc

LARGEST_MESSAGE = 400 * 1024 * 1024
"""The limit that the engine sets for its own side of the channel."""

HEARTBEAT = 0.3


def run(engine: str) -> None:
    """Serves until the engine's process has gone, or until a signal asks for the end."""
    asyncio.run(_serve(engine, parent=os.getppid()))


async def _serve(engine: str, parent: int) -> None:
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", LARGEST_MESSAGE),
            ("grpc.max_send_message_length", LARGEST_MESSAGE),
        ]
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(Language(engine), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()

    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    try:
        # The engine reads one line, the port, and connects.
        os.write(1, f"{port}\n".encode())
        await _until_end(asked, parent)
    except BrokenPipeError:
        pass  # The engine went before it read the port.
    await end_all()
    # Nobody waits for the calls that are still open, and gRPC prints a traceback for each that is cancelled.
    os._exit(0)


async def _until_end(asked: asyncio.Event, parent: int) -> None:
    # An engine that is killed cannot say so, and the host's next parent is another process.
    while os.getppid() == parent:
        try:
            async with asyncio.timeout(HEARTBEAT):
                await asked.wait()
            return
        except TimeoutError:
            continue
